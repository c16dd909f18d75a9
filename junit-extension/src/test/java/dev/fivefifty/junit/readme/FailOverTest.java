package dev.fivefifty.junit.readme;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.CONNECT;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.Smtp;
import dev.fivefifty.junit.SmtpRule;
import org.junit.jupiter.api.Test;

@FiveFiftyTest
class FailOverTest {
  // <3>
  @Test
  @SmtpRule(at = CONNECT, reply = "421 4.3.2 Shutting down")
  void goes_on_to_the_next_mail_exchanger(FiveFifty primary, @Smtp("backup") FiveFifty backup) {
    new MailExchangers(primary.port(), backup.port()).send("bob@example.com");

    assertThat(primary).unknownRecipient().wasDeferredWith("421");
    assertThat(backup).recipient("bob@example.com").wasAccepted();
  }
  // </3>
}
