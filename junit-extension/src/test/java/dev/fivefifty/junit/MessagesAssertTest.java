package dev.fivefifty.junit;

import static dev.fivefifty.expect.Times.atLeast;
import static dev.fivefifty.junit.Failing.but;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.TextPattern.contains;
import static dev.fivefifty.rule.TextPattern.not;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.AttachmentPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every question about messages, answered with yes and with no. */
class MessagesAssertTest extends EitherWay {
  private static final String INVOICE =
      """
      From: "Shop" <shop@example.com>
      To: bob@example.com
      Subject: =?UTF-8?Q?Invoice_f=C3=BCr_Bob?=
      Message-ID: <1@example.com>
      X-Campaign: winter
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain

      Please pay
      --b
      Content-Type: application/pdf
      Content-Disposition: attachment; filename="invoice.pdf"

      %PDF
      --b--"""
          .replace("\n", "\r\n");

  private final FiveFifty smtp = start(FiveFifty.builder());

  private void sendInvoice() {
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.ask("MAIL FROM:<app@example.com> BODY=8BITMIME");
      client.ask("RCPT TO:<bob@example.com>");
      client.ask("RCPT TO:<ann@example.com>");
      client.ask("DATA");
      client.ask(INVOICE + "\r\n.");
    }
  }

  private MessagesAssert messages() {
    return assertThat(smtp).messages();
  }

  @Test
  void are_found_by_each_property() {
    sendInvoice();
    SocketClient.send(smtp, "<2@example.com>", "carol@example.com");
    messages().hasSize(2).hasSize(atLeast(1));
    messages().from("app@*").hasSize(2);
    messages()
        .from("app@example.com")
        .to("ann@*")
        .withSubject("invoice für *")
        .withSubject(contains("bob"))
        .withHeader("x-campaign", "winter")
        .withHeader("X-Other", not("*"))
        .withBody("Please pay")
        .withBody(contains("pay"))
        .withAttachment("*.pdf")
        .withAttachment(AttachmentPattern.ofType("application/*"))
        .hasSize(1)
        .single()
        .hasMessageId("1@example.com");
    messages().to("carol@*").first().hasSubject("Invoice 42");
    but(() -> messages().to("bob@*").hasSize(2))
        .contains("a message to \"bob@*\" was stored twice", "it was stored once:")
        .contains("message 1 from <app@example.com> to [bob@example.com, ann@example.com]");
    but(() -> messages().single()).contains("it was stored twice:", "message 2 from");
    but(() -> messages().withBody(contains("refund")).withSubject("Invoice 42").first())
        .contains("none of 2 stored messages fits; the nearest, message 2, differs in body")
        .contains("expected contains \"refund\", was \"Hello\"");
    but(() -> messages().to("carol@*").withAttachment("*.pdf").single())
        .contains("nearest, message 1, differs in to: expected \"carol@*\", was \"bob@");
    but(() -> messages().to("carol@*").withHeader("X-Campaign", contains("w")).single())
        .contains("differs in");
  }

  @Test
  void one_is_asked_about_everything() {
    sendInvoice();
    MessageAssert message = messages().single();
    message
        .hasSender("app@example.com")
        .hasRecipients("ann@example.com", "BOB@example.com")
        .hasSubject("Invoice für Bob")
        .hasSubject(contains("bob"))
        .hasHeader("X-Campaign", "winter")
        .hasHeader("X-Other", not(contains("x")))
        .hasBody("Please pay")
        .hasBody(contains("PAY"))
        .hasAttachment("invoice.pdf")
        .hasAttachment(AttachmentPattern.ofType("application/pdf"))
        .hasParameter("body", "8bitmime")
        .hasSize(">100")
        .hasContent((INVOICE + "\r\n").getBytes(StandardCharsets.UTF_8))
        .satisfies(each -> org.assertj.core.api.Assertions.assertThat(each.tls()).isFalse());
    but(() -> message.hasSender("shop@*")).contains("message 1 is from \"shop@*\"");
    but(() -> message.hasRecipients("bob@example.com", "carol@example.com"))
        .contains("missing carol@example.com; not expected ann@example.com");
    but(() -> message.hasSubject("Reminder"))
        .contains("message 1 has subject \"Reminder\"", "was \"Invoice für Bob\"");
    but(() -> message.hasSubject(contains("x"))).contains("contains \"x\"");
    but(() -> message.hasHeader("X-Other", "*")).contains("header X-Other", "was missing");
    but(() -> message.hasHeader("X-Campaign", contains("summer"))).contains("was \"winter\"");
    but(() -> message.hasBody("Please")).contains("was \"Please pay\"");
    but(() -> message.hasBody(contains("refund"))).contains("was \"Please pay\"");
    but(() -> message.hasAttachment("*.zip")).contains("was \"invoice.pdf (application/pdf)\"");
    but(() -> message.hasAttachment(AttachmentPattern.ofType("image/*")))
        .contains("attachment: expected {type \"image/*\"}");
    but(() -> message.hasParameter("SIZE", "*")).contains("parameter SIZE", "was missing");
    but(() -> message.hasMessageId("2@example.com")).contains("was <1@example.com>");
    but(() -> message.hasSize("<100")).contains("a size of <100 bytes").contains(" bytes");
    but(() -> message.hasContent("From".getBytes(StandardCharsets.UTF_8)))
        .contains("the first that differs is byte 4: expected the end, was 3A");
  }

  @Test
  void none_stored_tells_what_was_attempted() {
    but(() -> messages().first()).contains("no message was stored, and no client has connected");
    smtp.add(at(MESSAGE).name("spam").reply("554 5.7.1 Spam"));
    SocketClient.send(smtp, "<1@example.com>", "bob@example.com");
    but(() -> messages().first())
        .contains("no message was stored; the last of 1 attempt was REFUSED by rule 'spam'");
  }

  @Test
  void stay_away() {
    messages().stayEmptyFor(Duration.ofMillis(50));
    sendInvoice();
    messages().withSubject("Reminder*").stayEmptyFor(Duration.ofMillis(50));
    messages().withSubject("Reminder*").stayEmptyFor(Duration.ofMinutes(5), () -> {});
    but(() -> messages().to("bob@*").stayEmptyFor(Duration.ofSeconds(20)))
        .contains("no message to \"bob@*\" is stored", "it was stored once:");
  }
}
