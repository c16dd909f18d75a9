package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, sizes and durations as rule files write them. */
class NumbersTest {

  // --- NumberPattern

  @ParameterizedTest
  @CsvSource({
    "10, false, true, false, exactly 10",
    "=10, false, true, false, exactly 10",
    ">10, false, false, true, more than 10",
    ">=10, false, true, true, at least 10",
    "<10, true, false, false, less than 10",
    "<=10, true, true, false, at most 10",
    "' >= 10 ', false, true, true, at least 10"
  })
  void aNumberFitsOrNot(String text, boolean nine, boolean ten, boolean eleven, String words) {
    NumberPattern pattern = NumberPattern.parse(text);

    assertThat(List.of(pattern.matches(9), pattern.matches(10), pattern.matches(11)))
        .isEqualTo(List.of(nine, ten, eleven));
    assertThat(pattern).hasToString(words);
    assertThat(NumberPattern.parse(pattern.text())).isEqualTo(pattern);
    assertThat(NumberPattern.parseSize(pattern.text())).isEqualTo(pattern);
  }

  @Test
  void largeNumbersAreCompared() {
    assertThat(NumberPattern.parse("<=" + Long.MAX_VALUE).matches(Long.MAX_VALUE)).isTrue();
    assertThat(NumberPattern.parse(">" + Long.MAX_VALUE).matches(Long.MAX_VALUE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ten", "1 0", "1.5", "=>10", "==10", ">>10", "10KB", "> ", "9223372036854775808"})
  void whatIsNoNumberIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumberPattern.parse(text))
        .withMessageStartingWith("'" + text + "' is no number (expected such as ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", ">"})
  void nothingIsNoNumber(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumberPattern.parse(text))
        .withMessageContaining("is no number (expected such as");
  }

  @Test
  void aNegativeNumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumberPattern.parse(">-1"))
        .withMessage("a number to compare with is 0 or more, not -1");
  }

  @Test
  void aSizeMayCarryAUnit() {
    assertThat(NumberPattern.parseSize(">1MB"))
        .isEqualTo(new NumberPattern(NumberPattern.Comparison.MORE, 1 << 20));
    assertThat(NumberPattern.parseSize("< 10 kb"))
        .isEqualTo(new NumberPattern(NumberPattern.Comparison.LESS, 10 << 10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumberPattern.parseSize(">1TB"))
        .withMessage("'1TB' is no size (expected such as 512, 10KB or 25MB)");
  }

  // --- Sizes

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "512B, 512",
    "10KB, 10240",
    "10K, 10240",
    "10KiB, 10240",
    "10 kb, 10240",
    "' 25MB ', 26214400",
    "1GB, 1073741824",
    "007, 7",
    "999999999999999999, 999999999999999999"
  })
  void aSizeIsRead(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
    assertThat(Sizes.parse(Sizes.format(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "MB", "1TB", "1.5MB", "-1", "+1", "1 M B", "5i", "5iB", "1KK", "0x10", "1,000"
      })
  void whatIsNoSizeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sizes.parse(text))
        .withMessage("'%s' is no size (expected such as 512, 10KB or 25MB)", text);
  }

  @Test
  void aSizeThatNoLongHoldsIsRefused() {
    for (String text : List.of("99999999999GB", "9223372036854775808", "1".repeat(40))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Sizes.parse(text))
          .withMessage("'%s' is too large a size", text);
    }
    assertThat(Sizes.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aSizeIsWrittenWithTheLargestUnitThatDividesIt() {
    assertThat(
            List.of(
                Sizes.format(0),
                Sizes.format(1023),
                Sizes.format(1024),
                Sizes.format(1 << 20),
                Sizes.format(3L << 30),
                Sizes.format((1 << 20) + 1024)))
        .containsExactly("0", "1023", "1KB", "1MB", "3GB", "1025KB");
  }

  @Test
  void everySizeIsReadBack() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      long bytes = random.nextLong() >>> (1 + random.nextInt(60)) & -1L << random.nextInt(40);
      String text = Sizes.format(bytes);
      assertThat(Sizes.parse(text)).as(text).isEqualTo(bytes);
    }
  }

  // --- Durations

  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "100ms, PT0.1S",
    "5s, PT5S",
    "5m, PT5M",
    "1h30m, PT1H30M",
    "1h 30m, PT1H30M",
    "4d, PT96H",
    "' 2S ', PT2S",
    "5M, PT5M",
    "1.5s, PT1.5S",
    "0.5h, PT30M",
    "1.25ms, PT0.00125S",
    "0.000001ms, PT0.000000001S",
    "90m, PT1H30M",
    "30m1h, PT1H30M",
    "36500d, PT876000H"
  })
  void aDurationIsRead(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "5x", "PT5S", "-5s", "+5s", "5 s", "1,5s", ".5s", "5s!", "five", "5us"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage("'%s' is no duration (expected such as 100ms, 5s, 5m or 1h30m)", text);
  }

  @Test
  void aDurationWithoutAUnitIsRefusedWithAHint() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse("30"))
        .withMessage(
            "'30' is no duration (expected such as 100ms, 5s, 5m or 1h30m; did you mean 30s or"
                + " 30ms?)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"36501d", "36500d1ms", "99999999999999999999s", "999999999999999999d"})
  void aDurationOfMoreThanALifeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage("'%s' is too long a duration (100 years at most)", text);
  }

  @Test
  void aLongTextIsNoTrouble() {
    assertThat(Durations.parse("1ms".repeat(100_000))).isEqualTo(Duration.ofSeconds(100));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse("1ms".repeat(100_000) + "x"));
  }

  @Test
  void aDurationIsWrittenInWholeUnits() {
    assertThat(
            List.of(
                Durations.format(Duration.ZERO),
                Durations.format(Duration.ofMillis(1)),
                Durations.format(Duration.ofNanos(1)),
                Durations.format(Duration.ofNanos(1_500_000)),
                Durations.format(Duration.ofMinutes(90)),
                Durations.format(Duration.ofDays(2).plusSeconds(3).plusMillis(40))))
        .containsExactly("0s", "1ms", "0.000001ms", "1.5ms", "1h30m", "2d3s40ms");
  }

  @Test
  void everyDurationIsReadBack() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      Duration duration =
          switch (random.nextInt(4)) {
            case 0 -> Duration.ofMillis(random.nextInt(1_000_000));
            case 1 -> Duration.ofSeconds(random.nextInt(Integer.MAX_VALUE));
            case 2 -> Duration.ofNanos(random.nextLong() >>> (3 + random.nextInt(60)));
            default -> Duration.ofMinutes(random.nextInt(36_500 * 24 * 60));
          };
      String text = Durations.format(duration);
      assertThat(Durations.parse(text)).as(text).isEqualTo(duration);
    }
  }

  // --- what no file could say

  @Test
  void durationsInJavaAreThoseThatAFileCanSay() {
    Duration tooLong = Duration.ofDays(36_501);
    String message = "is 100 years at most, not PT876024H";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rule.at(Stage.RCPT).lasting(tooLong))
        .withMessage("lasting " + message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rule.at(Stage.RCPT).window(tooLong))
        .withMessage("window " + message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rule.at(Stage.IDLE).silence(tooLong))
        .withMessage("silence " + message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rule.at(Stage.RCPT).stall(tooLong))
        .withMessage("a duration " + message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rule.at(Stage.RCPT).delay(tooLong))
        .withMessage("a duration " + message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Delay.Between(Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Delay.LogNormal(Duration.ofSeconds(Long.MAX_VALUE), 1));
  }
}
