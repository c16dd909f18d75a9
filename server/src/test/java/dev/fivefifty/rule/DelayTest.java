package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a delay is. */
class DelayTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1 - 1e-16})
  void aFixedDelayIsAlwaysTheSame(double draw) {
    assertThat(new Delay.Fixed(SECOND).sample(draw)).isEqualTo(SECOND);
  }

  @Test
  void aDelayBetweenIsUniform() {
    Delay delay = new Delay.Between(SECOND, Duration.ofSeconds(3));

    assertThat(delay.sample(0)).isEqualTo(SECOND);
    assertThat(delay.sample(0.25)).isEqualTo(Duration.ofMillis(1500));
    assertThat(delay.sample(0.5)).isEqualTo(Duration.ofSeconds(2));
    assertThat(delay.sample(ALMOST_ONE)).isBetween(Duration.ofMillis(2999), Duration.ofSeconds(3));
    assertThat(new Delay.Between(SECOND, SECOND).sample(0.7)).isEqualTo(SECOND);
  }

  /** The quantiles of the log-normal distribution: median × e^(sigma × z). */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.8413447461, 1",
    "0.1586552539, -1",
    "0.9772498681, 2",
    "0.0227501319, -2",
    "0.9986501020, 3"
  })
  void aLogNormalDelayHasItsQuantiles(double draw, double z) {
    double millis = new Delay.LogNormal(SECOND, 0.5).sample(draw).toNanos() / 1e6;

    assertThat(millis).isCloseTo(1000 * Math.exp(0.5 * z), within(1.0));
  }

  @Test
  void aLogNormalDelayWithoutSpreadIsItsMedian() {
    for (double draw : new double[] {0, 0.1, 0.5, ALMOST_ONE}) {
      assertThat(new Delay.LogNormal(SECOND, 0).sample(draw)).isEqualTo(SECOND);
    }
  }

  @Test
  void aLogNormalDelayIsBounded() {
    Delay.LogNormal wild = new Delay.LogNormal(SECOND, 5);
    Duration last = Duration.ZERO;
    for (int i = 0; i <= 10_000; i++) {
      Duration delay = wild.sample(Math.min(i / 10_000.0, ALMOST_ONE));
      assertThat(delay).isBetween(last, Duration.ofSeconds(100));
      last = delay;
    }
    assertThat(last).isEqualTo(Duration.ofSeconds(100));
    assertThat(new Delay.LogNormal(Duration.ZERO, 5).sample(0.9)).isZero();
  }

  @Test
  void impossibleDelaysAreRefused() {
    Duration negative = Duration.ofMillis(-1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Delay.Fixed(negative))
        .withMessage("a duration is 0 or more, not PT-0.001S");
    assertThatIllegalArgumentException().isThrownBy(() -> new Delay.Between(negative, SECOND));
    assertThatIllegalArgumentException().isThrownBy(() -> new Delay.LogNormal(negative, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Stall(negative));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Delay.Between(Duration.ofMinutes(1), SECOND))
        .withMessage("max 1s is less than min 1m");
    for (double sigma : new double[] {-0.1, 5.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Delay.LogNormal(SECOND, sigma))
          .withMessage("sigma %s is outside 0 to 5", sigma);
    }
  }

  @Test
  void itSaysHowLong() {
    assertThat(new Delay.Fixed(Duration.ofMillis(1500))).hasToString("1s500ms");
    assertThat(new Delay.Between(SECOND, Duration.ofMinutes(1))).hasToString("1s to 1m");
    assertThat(new Delay.LogNormal(SECOND, 0.5)).hasToString("about 1s (sigma 0.5)");
    assertThat(Stall.FOREVER).hasToString("forever");
    assertThat(new Stall(SECOND)).hasToString("1s");
    assertThat(Stall.FOREVER.duration()).isEmpty();
    assertThat(new Stall(SECOND).duration()).contains(SECOND);
  }
}
