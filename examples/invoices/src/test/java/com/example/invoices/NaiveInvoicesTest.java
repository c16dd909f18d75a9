package com.example.invoices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.fivefifty.FiveFifty;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * The tests of {@link InvoicesTest} and {@link TlsTest} fail for {@link NaiveInvoices}, and why.
 */
class NaiveInvoicesTest {
  /** Run by this test alone. */
  static class Naive extends InvoicesTest {
    Naive(FiveFifty smtp) {
      super(smtp);
    }

    @Override
    InvoiceMailer mailer(Relay relay, Clock clock) {
      return new NaiveInvoices(relay);
    }
  }

  /** Run by this test alone. */
  static class NaiveTls extends TlsTest {
    NaiveTls(FiveFifty smtp, SSLContext trust) {
      super(smtp, trust);
    }

    @Override
    InvoiceMailer mailer(Relay relay, Clock clock) {
      return new NaiveInvoices(relay);
    }
  }

  /** What a test that is expected to fail says. */
  private static AbstractStringAssert<?> failureOf(Class<?> tests, String test) {
    return assertThat(
            EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(tests, test))
                .execute()
                .testEvents()
                .assertStatistics(run -> run.started(1).failed(1))
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .findFirst()
                .orElseThrow())
        .as(test);
  }

  @Test
  void it_works_with_a_server_that_says_yes() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Naive.class, "an_invoice_arrives"))
        .selectors(selectMethod(NaiveTls.class, "it_is_sent_under_tls"))
        .execute()
        .testEvents()
        .assertStatistics(run -> run.started(2).succeeded(2));
  }

  @Test
  void it_tries_a_dead_address_for_ever() {
    failureOf(Naive.class, "a_dead_address_is_tried_once")
        .contains("Expected: gone@example.com is not retried")
        .contains(
            "it was retried 24m after an attempt that was REFUSED by rule 'rcpt-1' with \"550 5.1.1"
                + " Mailbox not found\"");
  }

  @Test
  void it_sends_to_none_if_one_of_several_is_refused() {
    failureOf(Naive.class, "one_recipient_does_not_decide_for_the_others")
        .contains(
            "Expected: bob@example.com was accepted in the transaction that refused"
                + " gone@example.com")
        .contains("bob@example.com was accepted at RCPT, but no message followed");
  }

  @Test
  void it_makes_two_mails_of_one_whose_acknowledgement_was_lost() {
    failureOf(Naive.class, "a_lost_acknowledgement_makes_a_copy_that_can_be_told")
        .containsPattern("(?s)expected: .*<.+@.+>.*but was: .*<.+@.+>");
  }

  @Test
  void it_hammers_a_server_that_says_later() {
    failureOf(Naive.class, "a_server_that_shuts_down_is_tried_later")
        .contains("was retried with gaps of at least 30m")
        .contains("the only gap was 1m");
  }

  @Test
  void it_tells_its_password_to_whoever_removes_starttls() {
    failureOf(NaiveTls.class, "nothing_is_sent_where_starttls_is_not_offered")
        .contains("bob@example.com is not attempted")
        .contains("[rule 'STARTTLS stripped']")
        .contains("C: AUTH LOGIN");
  }
}
