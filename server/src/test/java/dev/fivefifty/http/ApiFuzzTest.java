package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and paths that are nearly right: refused or done, and never an error of our own. */
class ApiFuzzTest {
  private static final List<String> BODIES =
      List.of(
          "{\"rules\": [{\"name\": \"a\", \"at\": \"rcpt\", \"when\": {\"to\": {\"anyOf\": [\"x@*\","
              + " {\"regex\": \"a+\"}]}, \"size\": \">1MB\"}, \"per\": [\"client\"], \"times\": 2,"
              + " \"reply\": [\"550 5.1.1 a\", \"b ${to}\"], \"delay\": {\"min\": \"1s\", \"max\":"
              + " \"2s\"}}]}",
          "{\"at\": \"message\", \"sequence\": [{\"reply\": \"452 4.3.1 x\", \"times\": 2}, \"pass\"],"
              + " \"chance\": \"25%\", \"raw\": {\"base64\": \"AAAA\"}}",
          "{\"recipient\": {\"address\": \"a@b\", \"attempts\": {\"atLeast\": 1, \"atMost\": 3},"
              + " \"refusedWith\": \"550 5.1.1\", \"gaps\": {\"atLeast\": \"1s\"}}, \"messages\":"
              + " {\"subject\": {\"contains\": \"x\"}}, \"session\": {\"says\": [\"EHLO\"]}}",
          "{\"advance\": \"5m\"}",
          "{\"listener\": \"smtp\"}");
  private static final List<String> PATHS =
      List.of(
          "/api/v1/rules",
          "/api/v1/rules/stays",
          "/api/v1/expectations",
          "/api/v1/clock",
          "/api/v1/pause",
          "/api/v1/rules/reload",
          "/api/v1/reset");
  private static final String BITS = "{}[]\",:0123456789.-eE\\u\u0000\u00e9\uD83D aTnull%$";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nearly_right(long seed) {
    Random random = new Random(seed);
    try (FiveFifty smtp =
        FiveFifty.builder().http(0).rules(at(RCPT).name("stays").reply("550")).start()) {
      ApiClient api = new ApiClient(smtp.apiUri());
      for (int i = 0; i < 250; i++) {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        String body = mutated(BODIES.get(random.nextInt(BODIES.size())), random);
        Map<String, ?> before = smtp.rules();
        ApiClient.Got got =
            api.send(
                random.nextBoolean() ? "PUT" : "POST",
                path,
                body,
                "Content-Type",
                "application/json");
        assertThat(got.status()).as(path + " " + body + ": " + got.text()).isLessThan(500);
        if (got.status() >= 400) {
          assertThat(got.json().get("status").asInt()).isEqualTo(got.status());
          assertThat(smtp.rules()).isEqualTo(before);
        }
      }
    }
  }

  private static String mutated(String body, Random random) {
    StringBuilder text = new StringBuilder(body);
    for (int edits = random.nextInt(4); edits > 0 && text.length() > 1; edits--) {
      int at = random.nextInt(text.length());
      char bit = BITS.charAt(random.nextInt(BITS.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, bit);
        case 2 -> text.setCharAt(at, bit);
        default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
      }
    }
    return text.toString();
  }
}
