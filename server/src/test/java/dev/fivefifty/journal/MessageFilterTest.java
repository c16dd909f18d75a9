package dev.fivefifty.journal;

import static dev.fivefifty.rule.TextPattern.contains;
import static dev.fivefifty.rule.TextPattern.not;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.AttachmentPattern;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageFilterTest {
  private final JournalRecorder journal = new JournalRecorder(10, 1 << 20);
  private final ReceivedMessage message = message("Subject: Invoice 42\r\n\r\nPlease\r\npay");

  private ReceivedMessage message(String content) {
    SessionRecorder session = Fixtures.begin(journal);
    ReceivedMessage stored =
        Fixtures.message(journal, session, content.getBytes(StandardCharsets.UTF_8));
    session.store(stored);
    return stored;
  }

  @Test
  void any_fits_everything() {
    assertThat(MessageFilter.ANY.fits(message)).isTrue();
    assertThat(MessageFilter.ANY).hasToString("");
    assertThat(MessageFilter.ANY.differences(message)).isEmpty();
  }

  @Test
  void asks_for_everything_at_once() {
    MessageFilter filter = MessageFilter.ANY.from("a@*").to("b@*").subject("invoice ??");
    assertThat(filter.fits(message)).isTrue();
    assertThat(filter.subject("Reminder").fits(message)).isFalse();
    // What was there before stays as it was.
    assertThat(filter.fits(message)).isTrue();
    assertThat(filter).hasToString("from \"a@*\" to \"b@*\" with subject \"invoice ??\"");
  }

  @Test
  void tells_each_difference() {
    assertThat(
            MessageFilter.ANY
                .from("x@*")
                .subject(contains("invoice"))
                .header("X-None", "*")
                .header("Subject", not(contains("42")))
                .body("pay")
                .attachment("*.pdf")
                .attachment(AttachmentPattern.ofType("image/*"))
                .messageId("1@x")
                .parameter("SIZE", "*")
                .differences(message))
        .containsExactly(
            "from: expected \"x@*\", was \"a@a.example\"",
            "header X-None: expected \"*\", was missing",
            "header Subject: expected not contains \"42\", was \"Invoice 42\"",
            "body: expected \"pay\", was \"Please\\r\\npay\"",
            "attachment: expected {name \"*.pdf\"}, was missing",
            "attachment: expected {type \"image/*\"}, was missing",
            "Message-ID: expected <1@x>, was missing",
            "parameter SIZE: expected \"*\", was missing");
  }

  @Test
  void a_long_text_is_cut() {
    ReceivedMessage longer = message("\r\n" + "x".repeat(1_000));
    assertThat(MessageFilter.ANY.body("y").differences(longer).get(0))
        .hasSizeLessThan(300)
        .endsWith("x… 1000 characters\"");
  }

  @Test
  void a_journal_finds_them() {
    ReceivedMessage second = message("Subject: Reminder\r\n\r\n");
    assertThat(journal.messages(MessageFilter.ANY)).containsExactly(message, second);
    assertThat(journal.messages(MessageFilter.ANY.subject("Rem*"))).containsExactly(second);
  }
}
