package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A plain socket, so that no client library hides what is sent. Reads give up after 20 seconds. */
final class SocketClient implements AutoCloseable {
  private static final int GUARD_MILLIS = 20_000;

  private final Socket socket;
  private final BufferedReader in;

  private SocketClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  /** Connects and reads the greeting. */
  static SocketClient connect(FiveFifty smtp) {
    try {
      return over(new Socket(smtp.host(), smtp.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the greeting over a socket that is connected, such as one under TLS. */
  static SocketClient over(Socket socket) {
    try {
      socket.setSoTimeout(GUARD_MILLIS);
      socket.setTcpNoDelay(true);
      SocketClient client = new SocketClient(socket);
      client.reply();
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects, reads the greeting and says EHLO. */
  static SocketClient introduced(FiveFifty smtp) {
    SocketClient client = connect(smtp);
    client.ask("EHLO client.example");
    return client;
  }

  /** A whole session for one message, which ends with QUIT if it can. */
  static void send(FiveFifty smtp, String id, String... to) {
    try (SocketClient client = introduced(smtp)) {
      client.deliver(id, to);
      client.ask("QUIT");
    }
  }

  /**
   * One transaction, from app@example.com.
   *
   * @param id the Message-ID
   * @return the last reply: to the content, or to the DATA that was refused
   */
  String deliver(String id, String... to) {
    return content("Message-ID: " + id + "\r\nSubject: Invoice 42\r\n\r\nHello", to);
  }

  String content(String content, String... to) {
    if (!ask("MAIL FROM:<app@example.com>").startsWith("250")) {
      return "";
    }
    boolean any = false;
    for (String recipient : to) {
      any |= ask("RCPT TO:<" + recipient + ">").startsWith("250");
    }
    if (!any) {
      return ask("RSET");
    }
    String go = ask("DATA");
    if (!go.startsWith("354")) {
      return go;
    }
    return ask(content + "\r\n.");
  }

  /** Sends lines and reads the reply to them, empty if the connection has ended. */
  String ask(String lines) {
    try {
      socket.getOutputStream().write((lines + "\r\n").getBytes(StandardCharsets.UTF_8));
      return reply();
    } catch (IOException e) {
      return "";
    }
  }

  private String reply() {
    List<String> lines = new ArrayList<>();
    try {
      String line;
      while ((line = in.readLine()) != null) {
        lines.add(line);
        if (line.length() < 4 || line.charAt(3) != '-') {
          break;
        }
      }
    } catch (IOException e) {
      return "";
    }
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
