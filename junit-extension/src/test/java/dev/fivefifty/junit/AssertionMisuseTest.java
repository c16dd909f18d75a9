package dev.fivefifty.junit;

import static dev.fivefifty.expect.Times.atLeast;
import static dev.fivefifty.expect.Times.atMost;
import static dev.fivefifty.expect.Times.between;
import static dev.fivefifty.expect.Times.never;
import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.Failing.misuse;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;

import dev.fivefifty.FiveFifty;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What could not fail is refused, and the message says what to write instead. */
class AssertionMisuseTest extends EitherWay {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FiveFifty smtp = start(FiveFifty.builder());

  private RecipientAssert bob() {
    return assertThat(smtp).recipient("bob@example.com");
  }

  @Test
  void a_negative_asked_once() {
    misuse(() -> bob().wasAttempted(never()))
        .contains("wasAttempted(never), asked once, is true before anything has happened")
        .contains("write isNotAttemptedFor(Duration) instead");
    misuse(() -> bob().wasAttempted(atMost(3)))
        .contains("write wasAttempted(between(1, 3)).staysTrueFor(Duration) instead");
    misuse(() -> bob().wasAttempted(between(0, 2))).contains("between(1, 2)");
    misuse(() -> bob().wasAttempted(atLeast(0))).contains("write wasAttempted(atLeast(1)) instead");
    misuse(() -> assertThat(smtp).messages().isEmpty())
        .contains("write messages().stayEmptyFor(Duration) instead");
    misuse(() -> assertThat(smtp).messages().hasSize(0))
        .contains("write messages().stayEmptyFor(Duration) instead");
    misuse(() -> assertThat(smtp).messages().hasSize(atMost(1)))
        .contains("write messages().hasSize(between(1, 1)).staysTrueFor(Duration) instead");
    misuse(() -> assertThat(smtp).sessions().isEmpty())
        .contains("write sessions().stayEmptyFor(Duration) instead");
    misuse(() -> assertThat(smtp).sessions().hasSize(0))
        .contains("write sessions().stayEmptyFor(Duration) instead");
    misuse(() -> assertThat(smtp).rule("x").applied(never()))
        .contains("write isNotAppliedFor(Duration) instead");
  }

  @Test
  void within_before_a_negative() {
    misuse(() -> assertThat(smtp).within(SECOND).recipient("bob@x").isNotRetriedFor(SECOND))
        .contains("isNotRetriedFor takes all of its own time", "within(1s)", "leave within out");
    misuse(() -> assertThat(smtp).within(SECOND).messages().stayEmptyFor(SECOND))
        .contains("stayEmptyFor takes all of its own time");
  }

  @Test
  void gaps_of_a_single_attempt() {
    SocketClient.send(smtp, "<1@example.com>", "bob@example.com");
    misuse(() -> bob().wasAttempted(once()).withGapsOfAtLeast(SECOND))
        .contains("withGapsOfAtLeast needs a second attempt")
        .contains("wasAttempted(once()) before it asks for one only");
    misuse(() -> bob().wasAccepted().afterAttempts(1).withGapsOfAtMost(SECOND))
        .contains("afterAttempts(1) before it asks for one only");
  }

  @Test
  void nothing_to_stay_true() {
    misuse(() -> bob().staysTrueFor(SECOND)).contains("and nothing was");
    misuse(() -> assertThat(smtp).sessions().first().staysTrueFor(SECOND, () -> {}))
        .contains("and nothing was");
  }

  @Test
  void wrong_arguments() {
    misuse(() -> bob().wasRefusedWith("450")).contains("write wasDeferredWith(\"450\")");
    misuse(() -> bob().wasDeferredWith("550 5.1.1"))
        .contains("wasDeferredWith asks for a code of 400 to 499, not 550")
        .contains("write wasRefusedWith(\"550 5.1.1\")");
    misuse(() -> bob().wasRefusedWith("250")).contains("write wasAccepted()");
    misuse(() -> bob().wasRefusedWith("Mailbox not found")).contains("is no reply");
    misuse(() -> bob().afterAttempts(0)).contains("counted from 1, not 0");
    misuse(() -> assertThat(smtp).recipient("<bob@example.com>"))
        .contains("without angle brackets: bob@example.com, not <bob@example.com>");
    misuse(() -> assertThat(smtp).recipients("ann@x", "<bob@x>")).contains("angle brackets");
    misuse(() -> assertThat(smtp).recipients()).contains("at least one recipient");
    misuse(() -> assertThat(smtp).sessions().element(-1)).contains("0 or more, not -1");
    misuse(() -> assertThat(smtp).within(Duration.ZERO)).contains("more than 0");
    misuse(() -> bob().isNotAttemptedFor(SECOND.negated())).contains("more than 0");
    misuse(() -> between(2, 1)).contains("0 <= least <= most, not 2 to 1");
  }
}
