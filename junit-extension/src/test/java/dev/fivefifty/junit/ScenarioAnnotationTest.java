package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenarios of tests and classes. */
class ScenarioAnnotationTest {
  // --- whose rules are asked, and when

  @FiveFiftyTest
  @Scenario(value = "mailbox-not-found", with = "to=class@*", as = "of the class")
  static class Everywhere {
    @Test
    @Scenario(
        value = "mailbox-not-found",
        with = {"to=first@*", "text=No such user, sorry = sorry"})
    @Scenario(value = "mailbox-not-found", with = "to=*first@*", as = "second")
    @SmtpRule(name = "own", at = Stage.RCPT, to = "own.first@*", reply = "551 5.1.6 Own")
    @SmtpRules(yaml = "rules: [{ name: yaml, at: rcpt, when: { to: y.first@* }, reply: 552 }]")
    void a_method(FiveFifty smtp, @Smtp int port) {
      assertThat(smtp.rules().keySet())
          .containsExactly(
              "own", "yaml", "mailbox-not-found/refused", "second/refused", "of the class/refused");
      assertThat(Mail.send(port, "own.first@a.example")).isEqualTo("551 5.1.6 Own");
      assertThat(Mail.send(port, "y.first@a.example")).startsWith("552 ");
      assertThat(Mail.send(port, "first@a.example"))
          .isEqualTo("550 5.1.1 <first@a.example>: No such user, sorry = sorry");
      assertThat(Mail.send(port, "the.first@a.example"))
          .isEqualTo("550 5.1.1 <the.first@a.example>: Mailbox not found");
      assertThat(Mail.send(port, "class@a.example")).startsWith("550 5.1.1 ");
      assertThat(Mail.send(port, "bob@a.example")).startsWith("250 ");
    }

    @Nested
    @Scenario("greylisting")
    class Inner {
      @Test
      void has_the_outer_ones_after_its_own(FiveFifty smtp) {
        assertThat(smtp.rules().keySet())
            .endsWith("of the class/refused")
            .anyMatch(name -> name.startsWith("greylisting/"));
        assertThat(Mail.send(smtp.port(), "class@a.example")).startsWith("450 4.7.1 ");
      }
    }
  }

  static class Subclass extends Everywhere {
    @Test
    void has_those_of_its_superclass(FiveFifty smtp) {
      assertThat(smtp.rules()).containsOnlyKeys("of the class/refused");
    }
  }

  @Target({ElementType.METHOD, ElementType.TYPE})
  @Retention(RetentionPolicy.RUNTIME)
  @Scenario(value = "mailbox-not-found", with = "to=*@gone.example")
  @interface Gone {}

  @FiveFiftyTest
  @SmtpServer("backup")
  static class Composed {
    @Test
    @Gone
    @Scenario(value = "greylisting", server = "backup")
    void by_an_annotation_and_on_another_server(@Smtp int port, @Smtp("backup") FiveFifty backup) {
      assertThat(Mail.send(port, "a@gone.example")).startsWith("550 5.1.1 ");
      assertThat(backup.rules().keySet()).allMatch(name -> name.startsWith("greylisting/"));
      assertThat(Mail.send(backup.port(), "a@gone.example")).startsWith("450 4.7.1 ");
    }
  }

  @FiveFiftyTest(scope = Scope.PER_CLASS)
  static class Shared {
    @Test
    @Gone
    void has_it(@Smtp int port) {
      assertThat(Mail.send(port, "a@gone.example")).startsWith("550 5.1.1 ");
    }

    @Test
    void has_nothing_of_the_other(FiveFifty smtp) {
      assertThat(smtp.rules()).isEmpty();
      assertThat(Mail.send(smtp.port(), "a@gone.example")).startsWith("250 ");
    }
  }

  static class Programmatic {
    @RegisterExtension final FiveFiftyExtension smtp = FiveFiftyExtension.builder().build();

    @Test
    @Gone
    void has_it() {
      assertThat(Mail.send(smtp.port(), "a@gone.example")).startsWith("550 5.1.1 ");
    }
  }

  @Test
  void scenarios_are_those_of_their_place() {
    // The subclass has the method of its superclass, too.
    Kit.succeeds(5, Everywhere.class, Subclass.class);
    Kit.succeeds(4, Composed.class, Shared.class, Programmatic.class);
  }

  @FiveFiftyTest(scenarios = "src/test/resources/scenarios")
  static class Own {
    @Test
    @Scenario(value = "ours", with = "why=because")
    void by_annotation_and_in_java(FiveFifty smtp) {
      assertThat(Mail.send(smtp.port(), "a@example.com")).isEqualTo("450 4.2.0 Ours: because");
      smtp.replaceRules();
      smtp.addScenario("ours");
      assertThat(Mail.send(smtp.port(), "a@example.com")).isEqualTo("450 4.2.0 Ours: so");
    }
  }

  static class OwnProgrammatic {
    @RegisterExtension
    static final FiveFiftyExtension SMTP =
        FiveFiftyExtension.builder().scenarios("src/test/resources/scenarios").build();

    @Test
    @Scenario("ours")
    void has_it() {
      assertThat(Mail.send(SMTP.port(), "a@example.com")).isEqualTo("450 4.2.0 Ours: so");
    }
  }

  @Test
  void a_directory_of_ones_own() {
    Kit.succeeds(2, Own.class, OwnProgrammatic.class);
  }

  // --- what the server has to have

  private static String capabilities(FiveFifty smtp) throws IOException {
    try (Talk talk = new Talk(smtp.port())) {
      talk.reply();
      return talk.ask("EHLO client.example");
    }
  }

  private static void offersTls(FiveFifty smtp) throws IOException {
    assertThat(smtp.rules().keySet()).anyMatch(name -> name.startsWith("certificate-expired/"));
    assertThat(capabilities(smtp)).contains("STARTTLS");
  }

  @FiveFiftyTest
  static class PerMethod {
    @Test
    @Scenario("certificate-expired")
    void gets_it(FiveFifty smtp) throws IOException {
      offersTls(smtp);
    }

    @Test
    @SmtpRules(yaml = "rules: [{ scenario: certificate-expired }]")
    void gets_it_in_yaml_too(FiveFifty smtp) throws IOException {
      offersTls(smtp);
    }

    @Test
    void gets_nothing_without(FiveFifty smtp) throws IOException {
      assertThat(capabilities(smtp)).doesNotContain("STARTTLS");
    }
  }

  @FiveFiftyTest(scope = Scope.PER_CLASS)
  @Scenario("certificate-expired")
  static class PerClass {
    @Test
    void gets_it(FiveFifty smtp) throws IOException {
      offersTls(smtp);
    }
  }

  @Scenario("certificate-expired")
  static class InStatic {
    @RegisterExtension static final FiveFiftyExtension SMTP = FiveFiftyExtension.builder().build();

    @Test
    void gets_it() throws IOException {
      offersTls(SMTP.server());
    }
  }

  static class InInstance {
    @RegisterExtension final FiveFiftyExtension smtp = FiveFiftyExtension.builder().build();

    @Test
    @Scenario("certificate-expired")
    void gets_it() throws IOException {
      offersTls(smtp.server());
    }
  }

  @FiveFiftyTest(hostname = "mine.example", scenarios = "src/test/resources/scenarios")
  @Scenario("named")
  static class SettingsOfTheTest {
    @Test
    void come_first(FiveFifty smtp) throws IOException {
      assertThat(capabilities(smtp)).startsWith("250-mine.example ").contains("SIZE 2048");
    }
  }

  @Test
  void a_server_that_is_started_for_it_has_what_a_scenario_needs() {
    Kit.succeeds(
        7,
        PerMethod.class,
        PerClass.class,
        InStatic.class,
        InInstance.class,
        SettingsOfTheTest.class);
  }

  @FiveFiftyTest(scope = Scope.PER_CLASS)
  static class TooLate {
    @Test
    @Scenario("certificate-expired")
    void lacks_it() {}
  }

  static class TooLateInStatic {
    @RegisterExtension static final FiveFiftyExtension SMTP = FiveFiftyExtension.builder().build();

    @Test
    @SmtpRules(yaml = "rules: [{ scenario: certificate-expired }]")
    void lacks_it() {}
  }

  @Test
  void a_server_that_runs_already_says_what_it_lacks() {
    for (Class<?> type : new Class<?>[] {TooLate.class, TooLateInStatic.class}) {
      assertThat(Kit.fails(type))
          .contains(
              "the rules on void " + type.getName() + ".lacks_it()",
              "the scenario 'certificate-expired' needs a server with 'tls: starttls: offered', and"
                  + " this one has disabled");
    }
  }

  @FiveFiftyTest
  static class Anywhere {
    @Test
    @Scenario("certificate-expired")
    void test() {}
  }

  private static String elsewhere(FiveFifty there) {
    var failures =
        Kit.failures(
            Kit.builder(Anywhere.class)
                .configurationParameter("fivefifty.remote", there.apiUri().toString())
                .execute());
    return failures.isEmpty() ? "" : failures.get(0).getMessage();
  }

  @Test
  void so_does_one_elsewhere() {
    try (FiveFifty there = FiveFifty.builder().http(0).start()) {
      assertThat(elsewhere(there)).contains("'certificate-expired' needs a server with");
    }
    try (FiveFifty there = FiveFifty.builder().http(0).starttls(StartTls.OFFERED).start()) {
      assertThat(elsewhere(there)).isEmpty();
    }
  }

  @FiveFiftyTest(scenarios = "src/test/resources/scenarios")
  @Scenario("named")
  static class AtOdds {
    @Test
    @Scenario("named-otherwise")
    void test() {}
  }

  @Test
  void two_that_want_different_servers_are_an_error() {
    assertThat(Kit.fails(AtOdds.class))
        .contains(
            "the scenarios 'named' and 'named-otherwise' want another 'hostname' each,"
                + " named.example and otherwise.example");
  }

  // --- strictness

  @FiveFiftyTest(strict = Strict.UNUSED_RULES, scenarios = "src/test/resources/scenarios")
  @Scenario("several")
  static class OneOfSeveral {
    @Test
    void is_enough(FiveFifty smtp) {
      assertThat(Mail.send(smtp.port(), "a@example.com")).isEqualTo("450 4.2.0 Later");
    }
  }

  @FiveFiftyTest(strict = Strict.UNUSED_RULES, scenarios = "src/test/resources/scenarios")
  @Scenario("several")
  static class NoneOfSeveral {
    @Test
    void is_not() {}
  }

  @Test
  void strictness_asks_for_one_rule_of_a_scenario() {
    Kit.succeeds(1, OneOfSeveral.class);
    assertThat(Kit.fails(NoneOfSeveral.class))
        .isEqualTo(
            "rule 'several/deferred' at rcpt, like the others of its scenario, never applied to the"
                + " server: no client came to that stage");
  }

  // --- mistakes

  @FiveFiftyTest
  static class UnknownCase {
    @Test
    @Scenario("greylistin")
    void test() {}
  }

  @FiveFiftyTest
  static class UnknownParameter {
    @Test
    @Scenario(value = "greylisting", with = "dely=1m")
    void test() {}
  }

  @FiveFiftyTest
  static class NoParameter {
    @Test
    @Scenario(value = "greylisting", with = "delay")
    void test() {}
  }

  @FiveFiftyTest
  static class Twice {
    @Test
    @Scenario(
        value = "greylisting",
        with = {"delay=1m", "delay=2m"})
    void test() {}
  }

  @FiveFiftyTest
  static class WrongValue {
    @Test
    @Scenario(value = "greylisting", with = "delay=soon")
    void test() {}
  }

  @FiveFiftyTest
  @Scenario("greylisting")
  static class There {
    @Test
    @Scenario("greylisting")
    void test() {}
  }

  @FiveFiftyTest(scenarios = "no/such/directory")
  static class NoDirectory {
    @Test
    @Scenario("greylisting")
    void test() {}
  }

  static class NoServer {
    @Test
    @Scenario("greylisting")
    void test() {}
  }

  @Test
  void mistakes_are_said_where_they_are() {
    assertThat(Kit.fails(UnknownCase.class))
        .contains(
            "@Scenario(\"greylistin\") on void ",
            "there is no scenario 'greylistin' (did you mean greylisting?)");
    assertThat(Kit.fails(UnknownParameter.class)).contains("'dely'", "did you mean delay?");
    assertThat(Kit.fails(NoParameter.class))
        .contains("a parameter is such as domain=example.com, not 'delay'");
    assertThat(Kit.fails(Twice.class)).contains("the parameter 'delay' stands twice");
    assertThat(Kit.fails(WrongValue.class)).contains("@Scenario(\"greylisting\") on", "'soon'");
    assertThat(Kit.fails(There.class)).contains("the rules on void ", "greylisting/");
    assertThat(Kit.fails(NoDirectory.class)).contains("no/such/directory", "cannot be read");
    assertThat(Kit.fails(NoServer.class)).contains("has no server without a name");
  }
}
