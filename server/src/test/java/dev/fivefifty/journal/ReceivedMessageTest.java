package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.journal.ReceivedMessage.Recipient;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceivedMessageTest {

  private static ReceivedMessage message(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] roomy = Arrays.copyOf(content, content.length + 100);
    return new ReceivedMessage(
        7,
        3,
        Fixtures.NOW,
        "",
        List.of(
            new Recipient("a@b.example", Map.of("notify", "NEVER")),
            new Recipient("c@b.example", Map.of())),
        Map.of("SIZE", "100"),
        "client.example",
        Optional.of("alice"),
        true,
        roomy,
        content.length,
        true,
        Optional.of("keep"),
        Optional.of("t42"));
  }

  private final ReceivedMessage message =
      message("Subject: Grüße\r\nMessage-ID: <1@x>\r\nX-A: b\r\n\r\nHello\r\n");

  @Test
  void isItsContentAndNothingOfTheRoomBehindIt() throws Exception {
    byte[] content = message.content();
    assertThat(new String(content, StandardCharsets.UTF_8)).endsWith("Hello\r\n");
    assertThat(message.size()).isEqualTo(content.length);
    assertThat(message.openStream().readAllBytes()).isEqualTo(content);
    content[0] = 'X';
    assertThat(message.content()[0]).isEqualTo((byte) 'S');
  }

  @Test
  void isAMimeMessageEachTimeAnew() throws Exception {
    MimeMessage mime = message.mimeMessage();
    assertThat(mime.getSubject()).isEqualTo("Grüße");
    assertThat(mime.getContent()).isEqualTo("Hello\r\n");
    mime.setSubject("changed");
    assertThat(message.mimeMessage().getSubject()).isEqualTo("Grüße");
    assertThat(message.subject()).contains("Grüße");
  }

  @Test
  void anyContentIsAMimeMessage() {
    assertThat(message("").mimeMessage()).isNotNull();
    assertThat(message("\0\1 no header").mimeMessage()).isNotNull();
  }

  @Test
  void hasShortcutsToItsView() {
    assertThat(message.view()).isSameAs(message.view());
    assertThat(message.subject()).contains("Grüße");
    assertThat(message.header("x-a")).containsExactly("b");
    assertThat(message.messageId()).contains("<1@x>");
    assertThat(message.body()).isEqualTo("Hello");
    assertThat(message.attachments()).isEmpty();
  }

  @Test
  void knowsItsEnvelope() {
    assertThat(message.recipientAddresses()).containsExactly("a@b.example", "c@b.example");
    assertThat(message.recipients().get(0).parameters().get("NOTIFY")).isEqualTo("NEVER");
    assertThat(message.parameters().get("size")).isEqualTo("100");
    assertThat(message)
        .hasToString(
            "message 7 from <> to [a@b.example, c@b.example], "
                + message.size()
                + " bytes, truncated");
  }
}
