package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.ScenarioNeed;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server in a Store, which closes it when its context ends.
 *
 * @param name by which tests ask for it, empty for the main one
 * @param smtp the server, or one test's view of it
 * @param options how it was to be
 * @param owner the extension, or the annotation, that it is of
 * @param needs those of scenarios for which it was started
 * @param whole of a view, the server that is to be closed with it; null if there is none
 */
@SuppressWarnings("deprecation") // Until 5.13 a Store closes nothing else.
record RunningServer(
    String name,
    FiveFifty smtp,
    ServerOptions options,
    Object owner,
    List<ScenarioNeed> needs,
    @Nullable FiveFifty whole)
    implements ExtensionContext.Store.CloseableResource, AutoCloseable {
  /** 36 to the power of 8: tests of other runs may be on the same server. */
  private static final long TAGS = 2_821_109_907_456L;

  RunningServer(
      String name, FiveFifty smtp, ServerOptions options, Object owner, List<ScenarioNeed> needs) {
    this(name, smtp, options, owner, needs, null);
  }

  /**
   * A test's own view, by a tag that no other test has.
   *
   * @param alone whether nobody else uses the server, so that it is closed with the view
   * @param where who asks for it
   */
  RunningServer view(boolean alone, String where) {
    String tag = "t" + Long.toString(new SplittableRandom().nextLong(TAGS), 36);
    try {
      return new RunningServer(name, smtp.tagged(tag), options, owner, needs, alone ? smtp : null);
    } catch (IllegalStateException e) {
      throw new Misuse(where + " says tagged, but " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      if (smtp.tag().isPresent()) {
        // Nothing of the test stays behind.
        smtp.reset();
      }
    } finally {
      smtp.close();
      if (whole != null) {
        whole.close();
      }
    }
  }

  /** For people. */
  String title() {
    return title(name);
  }

  static String title(String name) {
    return name.isEmpty() ? "the server" : "the server '" + name + "'";
  }
}
