package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.ScenarioNeed;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server in a Store, which closes it when its context ends.
 *
 * @param name by which tests ask for it, empty for the main one
 * @param smtp the server
 * @param options how it was to be
 * @param owner the extension, or the annotation, that it is of
 * @param needs those of scenarios for which it was started
 */
@SuppressWarnings("deprecation") // Until 5.13 a Store closes nothing else.
record RunningServer(
    String name, FiveFifty smtp, ServerOptions options, Object owner, List<ScenarioNeed> needs)
    implements ExtensionContext.Store.CloseableResource, AutoCloseable {
  @Override
  public void close() {
    smtp.close();
  }

  /** For people. */
  String title() {
    return title(name);
  }

  static String title(String name) {
    return name.isEmpty() ? "the server" : "the server '" + name + "'";
  }
}
