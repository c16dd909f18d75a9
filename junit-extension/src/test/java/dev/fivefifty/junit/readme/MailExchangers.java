package dev.fivefifty.junit.readme;

import java.io.IOException;

/** An application that knows two servers. */
final class MailExchangers {
  private final int[] ports;

  MailExchangers(int... ports) {
    this.ports = ports;
  }

  void send(String recipient) {
    for (int port : ports) {
      try {
        if (Sender.send(port, recipient).startsWith("2")) {
          return;
        }
      } catch (IOException e) {
        // The next one, then.
      }
    }
  }
}
