package com.example.newsletter;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import com.example.newsletter.SuppressionList.Reason;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.Scenario;
import org.junit.jupiter.api.Test;

/** In the words of those that most subscribers are with; the local part says which. */
class ProvidersTest extends NewsletterTest {
  @Test
  @Scenario("gmail")
  void gmail_knows_no_such_user(FiveFifty smtp) {
    send(ISSUE, "user-unknown@gmail.test");

    assertThat(smtp).recipient("user-unknown@gmail.test").wasRefusedWith("550 5.1.1");
    assertThat(suppressed("user-unknown@gmail.test")).contains(Reason.REFUSED);
  }

  @Test
  @Scenario("gmail")
  void gmail_holds_back_one_subscriber_and_no_other(FiveFifty smtp) {
    send(ISSUE, "rate-limited@gmail.test", "bob@gmail.test");

    assertThat(smtp).recipient("rate-limited@gmail.test").wasDeferredWith("450 4.2.1");
    assertThat(smtp).recipient("bob@gmail.test").wasAccepted();
  }

  @Test
  @Scenario("gmail")
  void gmail_finds_that_we_send_too_much(FiveFifty smtp) {
    send(ISSUE, "unusual-rate@gmail.test", "bob@gmail.test");

    assertThat(smtp).recipient("unusual-rate@gmail.test").wasDeferredWith("421 4.7.28");
    assertThat(smtp).sessions().hasSize(1);
    assertThat(report().subscribers(State.WAITING)).hasSize(2);
  }

  @Test
  @Scenario("gmail")
  void gmail_takes_no_dsn_parameters_and_gets_none(FiveFifty smtp) {
    send(ISSUE, "bob@gmail.test");

    assertThat(smtp.journal().messages().get(0).parameters()).isEmpty();
  }

  @Test
  @Scenario("gmail")
  void gmail_says_in_three_lines_that_a_mailbox_is_full(FiveFifty smtp) {
    send(ISSUE, "mailbox-full@gmail.test");

    assertThat(smtp)
        .recipient("mailbox-full@gmail.test")
        .wasRefusedWith("552 5.2.2")
        .isNotRetriedFor(ofDays(1), newsletter::tick);
    assertThat(suppressed("mailbox-full@gmail.test")).isEmpty();
  }

  @Test
  @Scenario("exchange-online")
  void exchange_online_denies_access_to_a_user_that_it_does_not_have(FiveFifty smtp) {
    send(ISSUE, "user-unknown@exchange.test");

    assertThat(smtp).recipient("user-unknown@exchange.test").wasRefusedWith("550 5.4.1");
    assertThat(suppressed("user-unknown@exchange.test")).contains(Reason.REFUSED);
  }

  @Test
  @Scenario("exchange-online")
  void exchange_online_is_busy(FiveFifty smtp) {
    send(ISSUE, "server-busy@exchange.test", "bob@exchange.test");

    assertThat(smtp).recipient("server-busy@exchange.test").wasDeferredWith("451 4.7.500");
    assertThat(smtp).sessions().hasSize(1);
  }

  @Test
  @Scenario("exchange-online")
  void exchange_online_has_us_on_a_blocklist() {
    send(ISSUE, "blocklisted@exchange.test");

    assertThat(report().to("blocklisted@exchange.test").state()).isEqualTo(State.REFUSED);
    assertThat(suppressed("blocklisted@exchange.test")).isEmpty();
  }

  @Test
  @Scenario("yahoo")
  void yahoo_tells_of_an_unknown_user_in_words_alone_which_suppress_nobody(FiveFifty smtp) {
    send(ISSUE, "user-unknown@yahoo.test");

    assertThat(smtp)
        .recipient("user-unknown@yahoo.test")
        .wasRefusedWith("554")
        .isNotRetriedFor(ofDays(1), newsletter::tick);
    assertThat(suppressed("user-unknown@yahoo.test")).isEmpty();
  }

  @Test
  @Scenario(value = "postfix", with = "rate=1")
  void postfix_limits_the_rate_in_the_code_of_greylisting(FiveFifty smtp) {
    send(ISSUE, "ann@postfix.test", "bob@postfix.test", "eve@postfix.test");

    assertThat(smtp).recipient("ann@postfix.test").wasAccepted();
    assertThat(smtp).unknownRecipient().wasDeferredWith("450 4.7.1");
    assertThat(smtp).sessions().hasSize(2);
  }

  @Test
  @Scenario("icloud")
  void icloud_finds_that_we_send_too_much(FiveFifty smtp) {
    send(ISSUE, "rate-limited@icloud.test", "bob@icloud.test");

    assertThat(smtp).recipient("rate-limited@icloud.test").wasDeferredWith("421 4.7.1");
    assertThat(smtp).sessions().hasSize(1);
  }

  @Test
  @Scenario("icloud")
  void icloud_has_disabled_an_address() {
    send(ISSUE, "mailbox-disabled@icloud.test");

    assertThat(suppressed("mailbox-disabled@icloud.test")).contains(Reason.REFUSED);
  }
}
