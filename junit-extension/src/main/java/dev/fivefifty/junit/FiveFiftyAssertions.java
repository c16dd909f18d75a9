package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;

/**
 * Asks a server how mail code took its replies, in the manner of AssertJ.
 *
 * <pre>{@code
 * import static dev.fivefifty.expect.Times.once;
 * import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
 *
 * assertThat(smtp).recipient("gone@example.com").wasRefusedWith("550 5.1.1").wasAttempted(once());
 * assertThat(smtp).within(ofSeconds(5)).recipient("bob@example.com").wasAccepted().afterAttempts(3);
 * assertThat(smtp).recipient("gone@example.com").isNotRetriedFor(ofHours(1), app::tick);
 * }</pre>
 *
 * <p>Every question fails with an {@link AssertionError} that tells what was expected, what came
 * instead, the attempts with the rule that decided each, what was said, and the seed. A question
 * that could not fail, such as for no attempt at all right after a send, is no question: it throws
 * an {@link IllegalArgumentException}, {@link IllegalStateException} or {@link
 * UnsupportedOperationException} that says what to write instead.
 *
 * <p>Without {@code within} a question is asked once, but for one thing: where the answer is not as
 * expected and a session is still open, it is awaited for half a second that the session ends, as
 * what it came to may be known only then.
 *
 * <p>For soft assertions: {@code softly.check(() -> assertThat(smtp)…)}.
 */
public final class FiveFiftyAssertions {
  private FiveFiftyAssertions() {}

  /**
   * Begins a sentence about a server.
   *
   * @param smtp the server, running or closed
   * @return what can be asked
   */
  public static FiveFiftyAssert assertThat(FiveFifty smtp) {
    return new FiveFiftyAssert(smtp);
  }
}
