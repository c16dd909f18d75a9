package dev.fivefifty.junit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says each line itself. */
final class Talk implements Closeable {
  private final Socket socket;

  Talk(int port) throws IOException {
    this(new Socket("127.0.0.1", port));
  }

  Talk(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
  }

  void line(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  String ask(String line) throws IOException {
    line(line);
    return reply();
  }

  /** A transaction from a@ to b@; returns the answer to the final dot. */
  String message(String content) throws IOException {
    ask("MAIL FROM:<a@example.com>");
    ask("RCPT TO:<b@example.com>");
    ask("DATA");
    return ask(content + "\r\n.");
  }

  /** A reply of one or more lines, or what comes before the end. */
  String reply() throws IOException {
    StringBuilder reply = new StringBuilder();
    String line;
    do {
      line = readLine();
      reply.append(line);
    } while (line.length() > 3 && line.charAt(3) == '-');
    return reply.toString();
  }

  private String readLine() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) >= 0) {
      line.append((char) c);
      if (c == '\n') {
        break;
      }
    }
    return line.toString();
  }

  /** As somebody does who breaks off. */
  void leave() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
