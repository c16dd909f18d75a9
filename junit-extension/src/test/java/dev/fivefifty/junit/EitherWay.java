package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;

/**
 * Tests that run once with a server in this JVM, and once more, within {@link ElsewhereTest}, with
 * one that is reached over HTTP.
 */
abstract class EitherWay {
  private final Deque<FiveFifty> started = new ArrayDeque<>();

  /** Starts a server that is closed after the test. */
  final FiveFifty start(FiveFifty.Builder builder) {
    if (getClass().getEnclosingClass() != ElsewhereTest.class) {
      return kept(builder.start());
    }
    return kept(FiveFifty.connect(kept(builder.http(0).start()).apiUri()));
  }

  private FiveFifty kept(FiveFifty smtp) {
    started.push(smtp);
    return smtp;
  }

  @AfterEach
  void stop() {
    // The connection before its server.
    started.forEach(FiveFifty::close);
  }
}
