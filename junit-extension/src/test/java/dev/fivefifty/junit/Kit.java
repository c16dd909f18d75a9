package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes within a test. */
final class Kit {
  private Kit() {}

  static EngineExecutionResults run(Class<?>... classes) {
    return builder(classes).execute();
  }

  static EngineTestKit.Builder builder(Class<?>... classes) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
        .selectors(
            Arrays.stream(classes)
                .map(type -> selectClass(type))
                .toArray(DiscoverySelector[]::new));
  }

  /** Runs, and expects every test to succeed. */
  static void succeeds(int tests, Class<?>... classes) {
    EngineExecutionResults results = run(classes);
    assertThat(failures(results)).isEmpty();
    results.testEvents().assertStatistics(all -> all.started(tests).succeeded(tests));
  }

  /** What tests and containers failed by. */
  static List<Throwable> failures(EngineExecutionResults results) {
    return results.allEvents().finished().stream()
        .map(event -> event.getPayload(TestExecutionResult.class))
        .flatMap(Optional::stream)
        .map(TestExecutionResult::getThrowable)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Runs, and expects one failure, whose message is returned. */
  static String fails(Class<?>... classes) {
    return failure(classes).getMessage();
  }

  static Throwable failure(Class<?>... classes) {
    List<Throwable> failures = failures(run(classes));
    assertThat(failures).hasSize(1);
    return failures.get(0);
  }

  static List<String> displayNames(EngineExecutionResults results) {
    return results.testEvents().started().stream()
        .map(Event::getTestDescriptor)
        .map(test -> test.getDisplayName())
        .toList();
  }
}
