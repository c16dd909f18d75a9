package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Stall;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stalls thousands of sessions in a JVM of its own, server and clients alike; see {@code
 * .ci/stalled-sessions}.
 */
final class StalledSessions {
  private StalledSessions() {}

  /** Says what it did, or ends with an exception. */
  public static void main(String[] arguments) throws Exception {
    int sessions = Integer.parseInt(arguments[0]);
    Runtime runtime = Runtime.getRuntime();
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.add(at(Stage.RCPT).to("stall@*").stall(Stall.FOREVER));
      long before = used(runtime);
      List<SocketChannel> clients = new ArrayList<>();
      for (int i = 0; i < sessions; i++) {
        SocketChannel client = connect(smtp);
        say(client, "RCPT TO:<stall@example.com>\r\n");
        clients.add(client);
      }
      long stalled = 0;
      for (int i = 0; i < 600 && stalled < sessions; i++) {
        Thread.sleep(100);
        stalled =
            smtp.journal().exchanges().stream().filter(each -> each.stage() == Stage.RCPT).count();
      }
      check(stalled == sessions, "only " + stalled + " sessions are stalled");
      long bytes = (used(runtime) - before) / sessions;
      System.out.printf(
          "%d stalled sessions, %d bytes each, heap of %d MiB%n",
          sessions, bytes, runtime.maxMemory() >> 20);

      try (SocketChannel normal = connect(smtp)) {
        ask(normal, "RCPT TO:<b@example.com>\r\n", "250");
        ask(normal, "DATA\r\n", "354");
        ask(normal, "Subject: among them\r\n\r\nx\r\n.\r\n", "250");
        ask(normal, "QUIT\r\n", "221");
      }
      smtp.takeMessage(Duration.ofSeconds(10));

      smtp.reset();
      for (SocketChannel client : clients) {
        ask(client, "NOOP\r\n", "250");
      }
      System.out.println("all go on after a reset");
      for (SocketChannel client : clients) {
        client.close();
      }
    }
    System.out.println("closed");
  }

  private static long used(Runtime runtime) throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static SocketChannel connect(FiveFifty smtp) throws IOException {
    SocketChannel client = SocketChannel.open(new InetSocketAddress(smtp.host(), smtp.port()));
    ask(client, "", "220");
    ask(client, "HELO client.example\r\n", "250");
    ask(client, "MAIL FROM:<a@example.com>\r\n", "250");
    return client;
  }

  private static void say(SocketChannel client, String line) throws IOException {
    client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Replies here are of one line and come in one segment. */
  private static void ask(SocketChannel client, String line, String code) throws IOException {
    say(client, line);
    ByteBuffer reply = ByteBuffer.allocate(1_024);
    while (client.read(reply) > 0 && reply.get(reply.position() - 1) != '\n') {
      // To the end of the line.
    }
    String text = new String(reply.array(), 0, reply.position(), StandardCharsets.US_ASCII);
    check(text.startsWith(code), line.strip() + " was answered " + text);
  }

  private static void check(boolean good, String problem) {
    if (!good) {
      throw new IllegalStateException(problem);
    }
  }
}
