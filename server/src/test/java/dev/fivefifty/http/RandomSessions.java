package dev.fivefifty.http;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLSocket;

/** Clients of all kinds, by a seed; whatever a server answers, they go on or leave. */
final class RandomSessions {
  private static final List<String> SENDERS =
      List.of("app@example.com", "", "\"a b\"@example.com", "jürgen@exämple.com");
  private static final List<String> RECIPIENTS =
      List.of(
          "bob@example.com",
          "ann@example.com",
          "nobody@gone.example",
          "busy@example.com",
          "often@example.com",
          "BOB@EXAMPLE.COM");
  private static final List<String> COMMANDS =
      List.of(
          "NOOP",
          "VRFY bob",
          "EXPN all",
          "HELP",
          "RSET",
          "HELO again.example",
          "MAILX FROM:<a@b.example>",
          "RCPT TO:",
          "MAIL FROM:<unclosed",
          "\u0000\u0001 x\\ü",
          "STARTTLS",
          "AUTH PLAIN !",
          "AUTH NTLM",
          "DATA");

  private final FiveFifty smtp;
  private final Random random;

  RandomSessions(FiveFifty smtp, long seed) {
    this.smtp = smtp;
    this.random = new Random(seed);
  }

  void run(int sessions) {
    for (int i = 0; i < sessions; i++) {
      try (WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
        session(client);
      } catch (UncheckedIOException e) {
        // The server ended it, as its rules say.
      }
    }
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean sometimes(int percent) {
    return random.nextInt(100) < percent;
  }

  private void session(WireClient plain) {
    if (plain.reply().isEmpty() || sometimes(3)) {
      return;
    }
    WireClient client = plain;
    client.ask(any(List.of("EHLO client.example", "HELO old.example", "EHLO [127.0.0.1]")));
    if (sometimes(20) && client.ask("STARTTLS").startsWith("220")) {
      client = secured(client);
      client.ask("EHLO secure.example");
    }
    if (sometimes(25)) {
      authenticate(client);
    }
    int actions = 1 + random.nextInt(4);
    for (int i = 0; i < actions; i++) {
      if (sometimes(60)) {
        transaction(client);
      } else {
        String command = any(COMMANDS);
        if (client.ask(command).startsWith(command.equals("STARTTLS") ? "220" : "354")) {
          return;
        }
      }
    }
    switch (random.nextInt(4)) {
      case 0 -> client.reset();
      case 1 -> client.halfClose();
      default -> client.ask("QUIT");
    }
  }

  private WireClient secured(WireClient client) {
    try {
      SSLSocket socket =
          (SSLSocket)
              smtp.sslContext()
                  .getSocketFactory()
                  .createSocket(client.socket(), smtp.host(), smtp.port(), true);
      socket.startHandshake();
      return WireClient.over(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void authenticate(WireClient client) {
    String password = sometimes(70) ? "secret" : "wrong";
    if (sometimes(50)) {
      client.ask("AUTH PLAIN " + base64("\0alice\0" + password));
    } else if (client.ask("AUTH LOGIN").startsWith("334")) {
      if (client.ask(base64("alice")).startsWith("334")) {
        client.ask(sometimes(20) ? "*" : base64(password));
      }
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void transaction(WireClient client) {
    String mail = "MAIL FROM:<" + any(SENDERS) + ">";
    client.ask(
        mail + any(List.of("", "", " SIZE=2000", " BODY=8BITMIME", " SMTPUTF8", " RET=HDRS")));
    int recipients = random.nextInt(4);
    for (int i = 0; i < recipients; i++) {
      client.ask("RCPT TO:<" + any(RECIPIENTS) + ">" + any(List.of("", "", " NOTIFY=NEVER")));
    }
    String content = content();
    if (sometimes(25)) {
      int cut = random.nextInt(content.length());
      chunk(client, content.substring(0, cut), "");
      chunk(client, content.substring(cut), " LAST");
    } else if (sometimes(10)) {
      client.ask("RSET");
    } else if (client.ask("DATA").startsWith("354")) {
      if (sometimes(5)) {
        client.raw(content);
        client.reset();
        throw new UncheckedIOException(new IOException("gone amid its content"));
      }
      client.raw(content + "\r\n.\r\n");
      client.reply();
    }
  }

  private void chunk(WireClient client, String bytes, String last) {
    client.raw("BDAT " + bytes.length() + last + "\r\n" + bytes);
    client.reply();
  }

  private String content() {
    StringBuilder content = new StringBuilder();
    if (sometimes(80)) {
      content.append("Message-ID: <").append(random.nextInt(20)).append("@example.com>\r\n");
    }
    content.append("Subject: ");
    content.append(
        any(List.of("Invoice 7", "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=", "R\u00fcckl\u00e4ufer")));
    content.append("\r\n");
    if (sometimes(10)) {
      for (int i = 0; i < 300; i++) {
        content.append("X-Long-").append(i).append(": ").append("x".repeat(60)).append("\r\n");
      }
    }
    if (sometimes(20)) {
      content.append("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n");
      content.append("Content-Disposition: attachment; filename=a.txt\r\n\r\nfile\r\n--b--\r\n");
    } else {
      content.append("\r\n");
      int length = sometimes(15) ? 40_000 : random.nextInt(400);
      for (int i = 0; i < length; i++) {
        content.append(i % 70 == 69 ? "\r\n" : String.valueOf((char) (33 + random.nextInt(220))));
      }
    }
    return content.toString().replace("\r\n.", "\r\nx");
  }
}
