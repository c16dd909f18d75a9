package dev.fivefifty.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.rule.Reply;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What holds of every choice of every scenario, not only of those that are the default. */
class LibraryChoicesTest {
  @TestFactory
  Stream<DynamicTest> every_choice_loads() {
    return Scenarios.all().stream()
        .flatMap(
            scenario ->
                scenario.parameters().stream()
                    .flatMap(
                        parameter ->
                            parameter.choices().stream()
                                .map(choice -> loads(scenario, parameter.name(), choice))));
  }

  private static DynamicTest loads(Scenario scenario, String parameter, String choice) {
    return DynamicTest.dynamicTest(
        scenario.name() + ":" + parameter + "=" + choice,
        () -> {
          LoadedRules loaded = scenario.with(parameter, choice).loaded();
          assertThat(loaded.warnings()).isEmpty();
          if (scenario.odd().isEmpty()) {
            assertThat(loaded.rules())
                .flatExtracting(rule -> rule.outcome().fixedReply().stream().toList())
                .allSatisfy(LibraryChoicesTest::classesAgree);
          }
        });
  }

  private static void classesAgree(Object each) {
    Reply reply = (Reply) each;
    if (reply.enhanced() != null) {
      assertThat(reply.enhanced()).as(reply.toString()).startsWith(reply.code() / 100 + ".");
    }
  }
}
