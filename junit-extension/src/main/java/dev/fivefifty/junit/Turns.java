package dev.fivefifty.junit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whether tests that share a server run one after the other. */
final class Turns {
  private static final String ENABLED = "junit.jupiter.execution.parallel.enabled";

  private Turns() {}

  /**
   * Looks at the execution modes from the test upwards.
   *
   * @param shared the class whose tests share a server, or null for all of the run
   * @param why for the message
   * @throws Misuse if two of the tests may run at once
   */
  static void check(ExtensionContext context, @Nullable Class<?> shared, String why) {
    if (!context.getConfigurationParameter(ENABLED).map(Boolean::parseBoolean).orElse(false)) {
      return;
    }
    Optional<ExtensionContext> at = Optional.of(context);
    while (at.isPresent() && at.get().getParent().isPresent()) {
      if (at.get().getTestMethod().isEmpty()
          && shared != null
          && at.get().getTestClass().filter(shared::equals).isPresent()) {
        return;
      }
      if (at.get().getExecutionMode() == ExecutionMode.CONCURRENT) {
        throw new Misuse(
            why
                + ", but "
                + at.get().getDisplayName()
                + " runs at the same time as others: write @Execution(SAME_THREAD) on "
                + context.getRequiredTestClass().getSimpleName()
                + ", or let each test have its own server");
      }
      at = at.get().getParent();
    }
  }
}
