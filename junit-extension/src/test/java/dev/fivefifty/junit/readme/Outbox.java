package dev.fivefifty.junit.readme;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An application that tries again after a while, by a clock that it is given. */
final class Outbox {
  private record Mail(String recipient, Duration pause, Instant due) {}

  private final int port;
  private final Clock clock;
  private final List<Mail> waiting = new ArrayList<>();

  Outbox(String host, int port, Clock clock) {
    if (!host.equals("127.0.0.1")) {
      throw new IllegalArgumentException(host);
    }
    this.port = port;
    this.clock = clock;
  }

  synchronized void add(String recipient, Duration pause) {
    waiting.add(new Mail(recipient, pause, clock.instant()));
  }

  /** Sends what is due. */
  synchronized void tick() {
    for (Mail mail : List.copyOf(waiting)) {
      if (!mail.due.isAfter(clock.instant())) {
        waiting.remove(mail);
        try {
          if (Sender.send(port, mail.recipient).startsWith("4")) {
            waiting.add(new Mail(mail.recipient, mail.pause, clock.instant().plus(mail.pause)));
          }
        } catch (IOException e) {
          waiting.add(new Mail(mail.recipient, mail.pause, clock.instant().plus(mail.pause)));
        }
      }
    }
  }

  void sendInBackground(String recipient, Duration pause) {
    add(recipient, pause);
    Thread thread =
        new Thread(
            () -> {
              while (isBusy()) {
                tick();
                Thread.onSpinWait();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized boolean isBusy() {
    return !waiting.isEmpty();
  }
}
