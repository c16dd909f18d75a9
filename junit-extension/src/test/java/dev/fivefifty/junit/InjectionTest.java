package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Stage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@FiveFiftyTest
@SmtpRule(at = Stage.EHLO, name = "class", reply = "250 of the class")
class FirstTest {
  private final FiveFifty early;

  FirstTest(FiveFifty early) {
    this.early = early;
  }

  @Test
  @SmtpRule(at = Stage.RCPT, name = "method", to = "gone@example.com", reply = "550 5.1.1 Gone")
  void has_its_rules(FiveFifty smtp, @Smtp int port) {
    assertThat(smtp).isSameAs(early);
    assertThat(port).isEqualTo(smtp.port());
    assertThat(smtp.rules().keySet()).containsExactly("method", "class");
  }

  @Nested
  class Inner {
    @Test
    @SmtpRule(at = Stage.RCPT, name = "inner", to = "gone@example.com", reply = "550 5.1.1 Gone")
    void has_its_rules(FiveFifty smtp, @Smtp("backup") FiveFifty backup) {
      assertThat(smtp).isSameAs(early);
      assertThat(backup).isNotSameAs(early);
      assertThat(smtp.rules().keySet()).containsExactly("inner", "class");
    }
  }
}
