package dev.fivefifty.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no evidence is refused; that evidence is whole is tested where it travels. */
class EvidenceJsonTest {
  private static KnownEvidence read(String json) {
    return EvidenceJson.read(json.getBytes(StandardCharsets.UTF_8), number -> null);
  }

  private static String written(boolean there) throws IOException {
    try (FiveFifty smtp = FiveFifty.start();
        WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.envelope("a@example.com", "b@example.com").data("Subject: x\r\n\r\ntext");
      // The last that is recorded, perhaps after the reply.
      await().until(() -> !smtp.journal().attempts().isEmpty());
      StringWriter out = new StringWriter();
      EvidenceJson.write(new KnownEvidence(smtp.evidence(), List.of()), out, number -> there);
      return out.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"format\": 1}", "{\"format\": 2}", "null"})
  void anything_else(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("this is no evidence");
  }

  @Test
  void a_part_or_another_shape() throws IOException {
    String json = written(false);
    assertThat(read(json).exchanges()).hasSize(6);
    for (int length = 0; length < json.length(); length += 37) {
      String part = json.substring(0, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(IllegalArgumentException.class);
    }
    for (String change : List.of("\"at\"", "\"stage\"", "\"MESSAGE\"", "127.0.0.1", "ACCEPTED")) {
      String changed = json.replace(change, change.startsWith("\"") ? "\"other\"" : "other");
      assertThatThrownBy(() -> read(changed)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_message_that_is_not_there_after_all() throws IOException {
    String json = written(true);
    assertThatThrownBy(() -> read(json)).hasMessageContaining("message 1 is missing");
  }
}
