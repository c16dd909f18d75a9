package dev.fivefifty.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Brings the rule of a matrix test and its server together, whichever comes first: before JUnit
 * 5.11 an extension in an instance field is called after those of a template.
 *
 * <p>The rule is a batch of its own, since it may well be one beside which another can never apply.
 */
final class MatrixRules {
  /** What waits for a server of a test. */
  private record Waiting(String context, String server) {}

  private MatrixRules() {}

  /** The rule goes to its server, now or when there is one. */
  static void give(ExtensionContext context, MatrixInvocation invocation) {
    Servers.find(context, invocation.server())
        .ifPresentOrElse(
            server -> add(invocation, server),
            () -> Servers.store(context).put(key(context, invocation.server()), invocation));
  }

  /** A server has come, with all its other rules. */
  static void come(ExtensionContext context, RunningServer server) {
    MatrixInvocation invocation =
        Servers.store(context).remove(key(context, server.name()), MatrixInvocation.class);
    if (invocation != null) {
      add(invocation, server);
    }
  }

  private static Waiting key(ExtensionContext context, String server) {
    return new Waiting(context.getUniqueId(), server);
  }

  private static void add(MatrixInvocation invocation, RunningServer server) {
    if (!invocation.need().metBy(server)) {
      String message = invocation.need().missing(invocation.title());
      if (invocation.named()) {
        throw new Misuse(invocation.where() + ": " + message);
      }
      throw new TestAbortedException(message);
    }
    server.smtp().add(invocation.rule());
  }
}
