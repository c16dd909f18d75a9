package dev.fivefifty.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.opentest4j.TestAbortedException;

/** What follows a test: strictness, and the journal as a file and in short. */
final class Aftermath {
  private Aftermath() {}

  /**
   * Looks back on a test.
   *
   * @param servers those to look at
   * @throws AssertionError if the test held, but a server was to be strict and something is amiss
   */
  static void of(ExtensionContext context, List<RunningServer> servers) {
    Optional<Throwable> failure = context.getExecutionException();
    if (failure.isPresent()) {
      failed(context, servers, failure.get());
      return;
    }
    List<String> violations = new ArrayList<>();
    servers.forEach(server -> violations.addAll(Violations.of(server)));
    if (!violations.isEmpty()) {
      AssertionError error = new AssertionError(String.join("\n", violations));
      failed(context, servers, error);
      throw error;
    }
    for (RunningServer server : servers) {
      if (server.options().dump() == JournalDump.ALWAYS) {
        JournalFile.write(context, server);
      }
    }
  }

  private static void failed(
      ExtensionContext context, List<RunningServer> servers, Throwable failure) {
    if (failure instanceof TestAbortedException) {
      return;
    }
    for (RunningServer server : servers) {
      Optional<String> file =
          server.options().dump() == JournalDump.NEVER
              ? Optional.empty()
              : Optional.of(JournalFile.write(context, server));
      failure.addSuppressed(new JournalSummary(server, file));
    }
  }

  /** A dynamic test has no callbacks of its own. */
  static void around(
      Invocation<Void> invocation, ExtensionContext context, List<RunningServer> servers)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (Throwable e) {
      failed(context, servers, e);
      throw e;
    }
  }
}
