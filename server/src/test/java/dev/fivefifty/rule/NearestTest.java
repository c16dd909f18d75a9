package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Did you mean …? */
class NearestTest {
  private static final List<String> WORDS =
      List.of("reply", "delay", "at", "times", "clientCertificate", "to", "rcpt", "lasting");

  @ParameterizedTest
  @CsvSource({
    "replay, reply",
    "REPLY, reply",
    "rpely, reply",
    "dealy, delay",
    "time, times",
    "rctp, rcpt",
    "recpt, rcpt",
    "client-certificate, clientCertificate",
    "clientcert, ",
    "lastin, lasting",
    "ta, at",
    "tto, to",
    "xyz, ",
    "'', "
  })
  void theNearestWordIsFound(String word, String nearest) {
    assertThat(Nearest.to(word, WORDS).orElse(null)).isEqualTo(nearest);
  }

  @Test
  void ofEquallyNearOnesTheFirst() {
    assertThat(Nearest.to("cat", List.of("dog", "bat", "rat"))).contains("bat");
    assertThat(Nearest.to("rat", List.of("bat", "rat"))).contains("rat");
  }

  @Test
  void nothingIsNearWhereThereIsNothing() {
    assertThat(Nearest.to("reply", List.of())).isEmpty();
    assertThat(Nearest.to("r".repeat(65), List.of("r".repeat(65)))).isEmpty();
  }

  @Test
  void theHintIsTheEndOfAMessage() {
    assertThat(Nearest.hint("replay", WORDS)).isEqualTo("; did you mean reply?");
    assertThat(Nearest.hint("xyz", WORDS)).isEmpty();
  }
}
