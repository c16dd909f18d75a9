package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What fails a test although its assertions hold. */
class StrictTest {

  @FiveFiftyTest(strict = Strict.UNUSED_RULES)
  static class NearMissCase {
    @Test
    @SmtpRule(name = "typo", at = Stage.RCPT, to = "gone@exmaple.com", reply = "550 5.1.1 Gone")
    void test(FiveFifty smtp) {
      Mail.send(smtp.port(), "gone@example.com");
    }
  }

  @FiveFiftyTest(strict = Strict.UNUSED_RULES)
  static class NobodyCameCase {
    @Test
    @SmtpRule(name = "vrfy", at = Stage.VRFY, reply = "252 2.5.0 Maybe")
    void test(FiveFifty smtp) {
      Mail.send(smtp.port(), "gone@example.com");
    }
  }

  @FiveFiftyTest(strict = Strict.UNUSED_RULES)
  @SmtpRule(name = "covered", at = Stage.RCPT, to = "gone@*", reply = "550 5.1.1 Gone")
  static class CoveredCase {
    @Test
    @SmtpRule(name = "covers", at = Stage.RCPT, reply = "450 4.2.0 Busy")
    void test(FiveFifty smtp) {
      Mail.send(smtp.port(), "gone@example.com");
    }
  }

  @FiveFiftyTest(strict = Strict.UNUSED_RULES)
  static class UsedCase {
    @Test
    @SmtpRule(at = Stage.RCPT, reply = "450 4.2.0 Busy")
    void test(FiveFifty smtp) {
      Mail.send(smtp.port(), "gone@example.com");
    }
  }

  @Test
  void a_rule_that_never_applied() {
    assertThat(Kit.fails(NearMissCase.class))
        .startsWith("rule 'typo' at rcpt never applied to the server: ")
        .contains("gone@exmaple.com", "gone@example.com", "RCPT TO:<gone@example.com>");
    assertThat(Kit.fails(NobodyCameCase.class))
        .isEqualTo("rule 'vrfy' at vrfy never applied to the server: no client came to that stage");
    assertThat(Kit.fails(CoveredCase.class))
        .startsWith(
            "rule 'covered' at rcpt never applied to the server: rule 'covers' decided before it");
    Kit.succeeds(1, UsedCase.class);
  }

  @FiveFiftyTest(strict = Strict.UNEXPECTED_EXCHANGES)
  static class UnexpectedCase {
    @Test
    @SmtpRule(name = "bob", at = Stage.RCPT, to = "bob@example.com", reply = "default")
    void test(FiveFifty smtp) {
      Mail.send(smtp.port(), "bob@example.com");
      for (int i = 0; i < 7; i++) {
        Mail.send(smtp.port(), "alice@example.com");
      }
    }
  }

  @FiveFiftyTest
  static class NotStrictCase {
    @Test
    @SmtpRule(at = Stage.RCPT, to = "bob@example.com", reply = "default")
    void test(FiveFifty smtp) {
      Mail.send(smtp.port(), "alice@example.com");
    }
  }

  @Test
  void an_exchange_that_no_rule_expected() {
    assertThat(Kit.fails(UnexpectedCase.class))
        .startsWith("no rule expected what the server was told: session 2 #4 rcpt:")
        .contains("near miss: ", "'bob'", "alice@example.com")
        .endsWith("…and 2 more that no rule expected");
    Kit.succeeds(1, NotStrictCase.class);
  }

  static class FieldCase {
    @RegisterExtension
    static final FiveFiftyExtension SMTP =
        FiveFiftyExtension.builder()
            .name("mx")
            .strict(Strict.UNUSED_RULES)
            .rules(Rule.at(Stage.RCPT).name("field").reply("550 5.1.1 Gone"))
            .build();

    @Test
    void test() {}
  }

  @Test
  void a_field_is_strict_too() {
    assertThat(Kit.fails(FieldCase.class))
        .isEqualTo(
            "rule 'field' at rcpt never applied to the server 'mx': no client came to that stage");
  }

  @FiveFiftyTest(strict = Strict.UNUSED_RULES)
  static class FailingAnywayCase {
    @Test
    @SmtpRule(name = "unused", at = Stage.RCPT, reply = "550 5.1.1 Gone")
    void test() {
      throw new AssertionError("its own reason");
    }
  }

  @Test
  void a_test_that_failed_keeps_its_reason() {
    assertThat(Kit.fails(FailingAnywayCase.class)).isEqualTo("its own reason");
  }
}
