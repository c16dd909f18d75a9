package dev.fivefifty.smtp;

import java.nio.charset.StandardCharsets;

/** What a {@link SaslExchange} says to what the client sent. None of them holds a secret. */
sealed interface Step {

  /** Said where the client's turn has not come, or is over. */
  Malformed OUT_OF_TURN = new Malformed("5.5.1", "The authentication exchange is not open");

  /** The verdict on credentials. */
  static Step verdict(boolean right, String user) {
    return right ? new Success(user) : new Failure(user);
  }

  /** Something that is not as the mechanism wants it. */
  static Malformed malformed(String why) {
    return new Malformed("5.5.2", why);
  }

  /**
   * The server asks: a 334.
   *
   * @param text not yet in base64, may be empty
   */
  record Challenge(byte[] text) implements Step {
    static Challenge of(String text) {
      return new Challenge(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "Challenge[" + new String(text, StandardCharsets.UTF_8) + "]";
    }
  }

  /**
   * The credentials are right: 235 2.7.0.
   *
   * @param user who authenticated, even where the client asked to act as somebody else
   */
  record Success(String user) implements Step {}

  /**
   * The credentials are wrong: 535 5.7.8.
   *
   * @param user who failed to
   */
  record Failure(String user) implements Step {}

  /**
   * What came cannot be parsed: 501.
   *
   * @param enhanced 5.5.2, or 5.7.0 for an initial response where RFC 4954 §4 forbids it
   * @param why for the reply's text; quotes nothing of what came
   */
  record Malformed(String enhanced, String why) implements Step {}
}
