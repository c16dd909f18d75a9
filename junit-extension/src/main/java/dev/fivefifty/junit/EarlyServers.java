package dev.fivefifty.junit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Servers for constructors before JUnit 5.12, where a constructor's context is that of its class:
 * the test that is about to run on the same thread takes them.
 */
final class EarlyServers {
  /** Of a thread; a record, so that it is found again. */
  private record Of(long thread) {}

  /** Closed with the class, should no test take them. */
  @SuppressWarnings("deprecation") // Until 5.13 a Store closes nothing else.
  private static final class Waiting implements Store.CloseableResource, AutoCloseable {
    private final Map<String, RunningServer> byName = new LinkedHashMap<>();

    @Override
    public void close() {
      byName.values().forEach(RunningServer::close);
    }
  }

  private EarlyServers() {}

  /** The outermost class's, so that the constructors of nested classes share them. */
  private static Store store(ExtensionContext context) {
    ExtensionContext at = context;
    while (at.getParent().filter(parent -> parent.getTestClass().isPresent()).isPresent()) {
      at = at.getParent().get();
    }
    return Servers.store(at);
  }

  static RunningServer get(ExtensionContext context, String name, Supplier<RunningServer> start) {
    return store(context)
        .getOrComputeIfAbsent(here(), key -> new Waiting(), Waiting.class)
        .byName
        .computeIfAbsent(name, key -> start.get());
  }

  /** Those of this thread, which are the caller's to close now. */
  static List<RunningServer> take(ExtensionContext context) {
    Waiting waiting = store(context).remove(here(), Waiting.class);
    return waiting == null ? List.of() : List.copyOf(waiting.byName.values());
  }

  @SuppressWarnings("deprecation") // threadId() came with 19.
  private static Of here() {
    return new Of(Thread.currentThread().getId());
  }
}
