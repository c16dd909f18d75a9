package dev.fivefifty.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, there is a result or a refusal with places in the file. */
class FuzzTest {
  /** How many times more than usual. */
  private static final int MORE = Integer.getInteger("fivefifty.fuzz", 1);

  private static final String RULES =
      """
      server: { hostname: mx.example.test, size: 25MB }
      rules:
        - &a
          name: unknown mailbox
          at: rcpt
          when: { to: "*@gone.example", from: { not: { anyOf: ['a', "b"] } } }
          reply: "550 5.1.1 <${to}>: Mailbox not found" # no
        - <<: *a
          when: { to: "*@grey.example" }
          name: >-
            greylisting
          per: [client, from, to]
          lasting: 5m
          reply:
            - 450 4.7.1 Greylisted
            - try again in 5 minutes
        - at: message
          chance: 25%
          when: { header: { X-Spam: yes }, size: ">1MB", attachment: { name: "*.exe" } }
          sequence:
            - { reply: "452 4.3.1 full", times: 2, delay: { min: 1s, max: 2s } }
            - pass
      """;
  private static final List<String> PIECES =
      List.of(
          "\t",
          " ",
          "\n",
          "\r",
          ":",
          ": ",
          "- ",
          "? ",
          "#",
          " #",
          "\"",
          "'",
          "{",
          "}",
          "[",
          "]",
          ",",
          "&a ",
          "*a",
          "<<: ",
          "!!str ",
          "|",
          ">",
          "%",
          "@",
          "`",
          "---\n",
          "...\n",
          "\\",
          "\\u00",
          "\\UFFFFFFFF",
          "\uFEFF",
          "\u2028",
          "😀",
          "~",
          "null",
          "0450",
          "reply: ",
          "when: ",
          "sequence: ",
          "//",
          "\0");

  private static void readOrRefused(String name, byte[] bytes) {
    try {
      LoadedRules loaded = RuleFiles.parse(name, bytes);
      assertThat(RuleFiles.parse("again.yaml", RuleWriter.toYaml(loaded.rules())).rules())
          .isEqualTo(loaded.rules());
    } catch (RuleFileException e) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      long lines = text.split("\r\n|\r|\n", -1).length;
      assertThat(e.problems())
          .isNotEmpty()
          .as(() -> name + " " + text)
          .allMatch(
              problem ->
                  problem.line() >= 1 && problem.line() <= lines + 1 && problem.column() >= 1);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(name + " " + new String(bytes, StandardCharsets.UTF_8), e);
    }
  }

  @Test
  void randomBytes() {
    Random random = new Random(550);
    for (int i = 0; i < 500 * MORE; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      readOrRefused("r.yaml", bytes);
      readOrRefused("r.json", bytes);
    }
  }

  @Test
  void randomPieces() {
    Random random = new Random(551);
    for (int i = 0; i < 1_000 * MORE; i++) {
      StringBuilder text =
          new StringBuilder(random.nextBoolean() ? "rules:\n  - at: rcpt\n    " : "");
      IntStream.range(0, random.nextInt(30))
          .forEach(each -> text.append(PIECES.get(random.nextInt(PIECES.size()))));
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      readOrRefused("r.yaml", bytes);
      readOrRefused("request", bytes);
    }
  }

  @Test
  void changedFiles() {
    Random random = new Random(552);
    String json = RuleWriter.toJson(Read.yaml(RULES).rules());
    for (int i = 0; i < 1_000 * MORE; i++) {
      readOrRefused("r.yaml", changed(random, RULES).getBytes(StandardCharsets.UTF_8));
      readOrRefused("r.json", changed(random, json).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String changed(Random random, String original) {
    StringBuilder text = new StringBuilder(original);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        default -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
      }
      if (text.isEmpty()) {
        return "";
      }
    }
    return text.toString();
  }
}
