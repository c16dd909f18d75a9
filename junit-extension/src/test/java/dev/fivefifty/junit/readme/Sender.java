package dev.fivefifty.junit.readme;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The least that sends a mail. */
final class Sender {
  private Sender() {}

  /** Returns the reply that decided, or throws if there is none. */
  static String send(int port, String recipient) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String reply = read(in);
      String[] commands = {
        "HELO client.example",
        "MAIL FROM:<billing@example.com>",
        "RCPT TO:<" + recipient + ">",
        "DATA",
        "Subject: Invoice 17\r\n\r\nPlease pay.\r\n."
      };
      for (String command : commands) {
        if (!reply.startsWith("2") && !reply.startsWith("3")) {
          return reply;
        }
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        reply = read(in);
      }
      return reply;
    }
  }

  private static String read(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the server left");
    }
    return line;
  }
}
