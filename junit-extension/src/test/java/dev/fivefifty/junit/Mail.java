package dev.fivefifty.junit;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Mail by a plain socket, so that no library hides what is said. */
final class Mail {
  private Mail() {}

  /**
   * Sends a mail in one session, and returns the answer to RCPT or, after 250, to the final dot.
   */
  static String send(int port, String recipient) {
    try (Talk talk = new Talk(port)) {
      talk.reply();
      talk.ask("HELO client.example");
      talk.ask("MAIL FROM:<a@example.com>");
      String answer = talk.ask("RCPT TO:<" + recipient + ">");
      if (answer.startsWith("2")) {
        talk.ask("DATA");
        answer = talk.ask("Subject: x\r\n\r\ny\r\n.");
      }
      talk.ask("QUIT");
      // To the end: an open session would outlive a reset.
      talk.reply();
      return answer.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
