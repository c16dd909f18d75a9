package dev.fivefifty.junit;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Rule;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests whose server runs elsewhere: what it is told, what it keeps, what cannot be. */
class RemoteServerTest {
  private static final String TOKEN = "tell-nobody";

  @AutoClose
  private final FiveFifty there =
      FiveFifty.builder()
          .http(0)
          .httpToken(TOKEN)
          .rules(at(MAIL).name("its own").from("never@*").reply("550"))
          .start();

  private EngineTestKit.Builder kit(Class<?>... classes) {
    return Kit.builder(classes)
        .configurationParameter("fivefifty.remote", there.apiUri().toString())
        .configurationParameter("fivefifty.token", TOKEN);
  }

  @FiveFiftyTest(files = "classpath:rules/greylisting.yaml", strict = Strict.UNUSED_RULES)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Annotated {
    @Test
    @Order(1)
    @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 No", name = "gone")
    void has_rules(FiveFifty smtp, @Smtp int port) {
      assertThat(port).isEqualTo(smtp.port());
      assertThat(Mail.send(port, "gone@example.com")).startsWith("550");
      assertThat(Mail.send(port, "bob@example.com")).startsWith("450");
      assertThat(smtp).recipient("gone@example.com").wasRefusedWith("550 5.1.1");
      assertThat(smtp.rules().keySet()).containsExactly("gone", "greylisting", "its own");
      // What comes next must find none of it.
      smtp.removeRule("its own");
      smtp.pause();
    }

    @Test
    @Order(2)
    void has_nothing_of_the_other_test(FiveFifty smtp) {
      assertThat(smtp).recipient("gone@example.com").isNotAttemptedFor(Duration.ofMillis(1));
      assertThat(smtp.rules()).doesNotContainKey("gone").containsKey("its own");
      assertThat(Mail.send(smtp.port(), "bob@example.com")).startsWith("450");
      assertThat(Mail.send(smtp.port(), "ann@example.com")).startsWith("450");
      // Or strictness would object: it counts there.
      smtp.removeRule("its own");
    }
  }

  @Test
  void the_rules_of_files_and_annotations_are_brought_there() {
    EngineExecutionResults results = kit(Annotated.class).execute();
    assertThat(Kit.failures(results)).isEmpty();
    results.testEvents().assertStatistics(all -> all.succeeded(2));
  }

  static class Programmatic {
    @RegisterExtension
    static final FiveFiftyExtension SMTP =
        FiveFiftyExtension.builder().rules(at(RCPT).name("mine").reply("452")).build();

    @Test
    void first(FiveFifty smtp) {
      assertThat(Mail.send(SMTP.port(), "bob@example.com")).startsWith("452");
      assertThat(smtp).sessions().hasSize(1);
    }

    @Test
    void second(FiveFifty smtp) {
      first(smtp);
    }
  }

  static class InInstance {
    @RegisterExtension final FiveFiftyExtension smtp = FiveFiftyExtension.builder().build();

    @Test
    void first() {
      Mail.send(smtp.port(), "bob@example.com");
      assertThat(smtp.server()).sessions().hasSize(1);
    }

    @Test
    void second() {
      first();
    }
  }

  @Test
  void an_extension_takes_the_parameter_too() {
    EngineExecutionResults results = kit(Programmatic.class, InInstance.class).execute();
    assertThat(Kit.failures(results)).isEmpty();
    results.testEvents().assertStatistics(all -> all.succeeded(4));
    // It was there that mail was sent, and it was not stopped.
    assertThat(there.journal().sessions()).hasSize(1);
    assertThat(Mail.send(there.port(), "bob@example.com")).startsWith("250");
  }

  @FiveFiftyTest(hostname = "mx.example.test", users = "alice:secret", seed = 3)
  static class Settings {
    @Test
    void test() {}
  }

  @FiveFiftyTest(remote = "no uri at all")
  static class NoUri {
    @Test
    void test() {}
  }

  @FiveFiftyTest
  static class WithBackup {
    @Test
    void test(FiveFifty smtp, @Smtp("backup") FiveFifty backup) {}
  }

  private static String failure(EngineTestKit.Builder kit) {
    return Kit.failures(kit.execute()).get(0).getMessage();
  }

  @Test
  void what_cannot_be_said_of_it() {
    assertThat(failure(kit(Settings.class)))
        .contains("the server runs elsewhere, at " + there.apiUri())
        .contains("cannot be set: hostname, users, seed (");
    assertThat(failure(Kit.builder(NoUri.class))).contains("'no uri at all' is no URI");
    assertThat(failure(kit(WithBackup.class))).contains("set fivefifty.remote.backup");
    assertThat(
            failure(
                kit(WithBackup.class)
                    .configurationParameter("fivefifty.remote.backup", there.apiUri().toString())))
        .contains("are one and the same, at " + there.apiUri());
  }

  @FiveFiftyTest
  static class Plain {
    @Test
    void test(FiveFifty smtp) {
      assertThat(smtp.rules()).doesNotContainKey("its own");
    }
  }

  @Test
  void a_server_that_cannot_be_had_is_named() {
    String wrong = "fivefifty.token";
    assertThat(failure(kit(Plain.class).configurationParameter(wrong, "guessed")))
        .contains("@FiveFiftyTest on " + Plain.class.getName())
        .contains("has another token than the one given");
    URI gone = there.apiUri();
    there.close();
    assertThat(failure(kit(Plain.class))).contains("no server can be reached at " + gone);
    Kit.succeeds(1, Plain.class);
  }

  @FiveFiftyTest
  @Execution(ExecutionMode.CONCURRENT)
  static class Together {
    @Test
    void test() {}
  }

  @Test
  void tests_take_turns() {
    EngineTestKit.Builder parallel =
        kit(Together.class)
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true");
    assertThat(failure(parallel)).contains("which tests share", "@Execution(SAME_THREAD)");
  }

  @Test
  void a_builder_says_where_and_by_which_token() {
    Rule[] none = {};
    FiveFiftyExtension extension =
        FiveFiftyExtension.builder().rules(none).remote(there.apiUri(), TOKEN).build();
    try (FiveFifty connected = extension.server()) {
      assertThat(connected.port()).isEqualTo(there.port());
    }
    // Not stopped.
    assertThat(Mail.send(there.port(), "bob@example.com")).startsWith("250");
  }
}
