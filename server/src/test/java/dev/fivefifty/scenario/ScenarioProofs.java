package dev.fivefifty.scenario;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.ScenarioUse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Proofs of scenarios, each by a dialogue over a socket or by a meeting with Angus Mail. A class
 * for a group of scenarios extends this, is named {@code …ScenariosTest}, and says its proofs in
 * its constructor; {@link LibraryTest} asks that every scenario has one of each kind.
 */
abstract class ScenarioProofs {
  /** How a scenario was met. */
  enum Kind {
    TALK,
    MAIL
  }

  /** What a client does at a server that was started with the scenario. */
  interface Act {
    void perform(FiveFifty smtp) throws Exception;
  }

  record Proof(Kind kind, ScenarioUse use, String title, Act act) {}

  private final List<Proof> proofs = new ArrayList<>();

  /**
   * A dialogue in which every reply is written down.
   *
   * @param scenario as on a command line: {@code name} or {@code name:parameter=value,…}
   * @param script see the library's README
   */
  protected final void talk(String scenario, String script) {
    add(Kind.TALK, scenario, smtp -> Dialogue.perform(smtp, script));
  }

  /** What Angus Mail does at it. */
  protected final void mail(String scenario, java.util.function.Consumer<Meeting> meeting) {
    add(Kind.MAIL, scenario, smtp -> meeting.accept(new Meeting(smtp)));
  }

  private void add(Kind kind, String scenario, Act act) {
    String title = kind.name().toLowerCase(java.util.Locale.ROOT) + " " + scenario;
    proofs.add(new Proof(kind, ScenarioUse.parse(scenario), title, act));
  }

  final List<Proof> proofs() {
    return proofs;
  }

  @TestFactory
  Stream<DynamicTest> proved() {
    return proofs.stream().map(proof -> DynamicTest.dynamicTest(proof.title(), () -> run(proof)));
  }

  private static void run(Proof proof) throws Exception {
    try (FiveFifty smtp =
        FiveFifty.builder().seed(550).scenario(proof.use().name(), proof.use().with()).start()) {
      proof.act().perform(smtp);
    }
  }
}
