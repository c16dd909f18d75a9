package dev.fivefifty.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A plain socket, so that no client library hides what was sent. Reads give up after 20 seconds.
 */
public final class WireClient implements AutoCloseable {
  /** A guard against hanging, not a measure. */
  private static final int GUARD_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  private WireClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects, and reads nothing. */
  public static WireClient connect(String host, int port) {
    try {
      Socket socket = new Socket();
      socket.connect(new InetSocketAddress(host, port), GUARD_MILLIS);
      socket.setSoTimeout(GUARD_MILLIS);
      socket.setTcpNoDelay(true);
      return new WireClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads and writes a socket that is connected already, such as one under TLS. */
  public static WireClient over(Socket socket) {
    try {
      socket.setSoTimeout(GUARD_MILLIS);
      return new WireClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects and reads the greeting. */
  public static WireClient greeted(String host, int port) {
    WireClient client = connect(host, port);
    client.reply();
    return client;
  }

  /** Connects, reads the greeting and says EHLO. */
  public static WireClient introduced(String host, int port) {
    WireClient client = greeted(host, port);
    client.ask("EHLO client.example");
    return client;
  }

  public Socket socket() {
    return socket;
  }

  /** Sends a line with CRLF. */
  public void line(String line) {
    send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes, one for each character up to FF. */
  public void raw(String bytes) {
    send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a line and reads the reply to it. */
  public String ask(String line) {
    line(line);
    return reply();
  }

  /** Sends lines, each when the one before it was answered; each must be answered 2yz. */
  public WireClient accepted(String... lines) {
    for (String line : lines) {
      String reply = ask(line);
      if (!reply.startsWith("2")) {
        throw new AssertionError(line + " was answered " + reply);
      }
    }
    return this;
  }

  /** Sends MAIL and RCPT, each of which must be accepted. */
  public WireClient envelope(String from, String... to) {
    accepted("MAIL FROM:<" + from + ">");
    for (String recipient : to) {
      accepted("RCPT TO:<" + recipient + ">");
    }
    return this;
  }

  /**
   * Sends DATA, which must be answered 354, and content with its final dot, and reads the reply.
   */
  public String data(String content) {
    String reply = ask("DATA");
    if (!reply.startsWith("354")) {
      throw new AssertionError("DATA was answered " + reply);
    }
    raw(content + "\r\n.\r\n");
    return reply();
  }

  /**
   * Reads one reply of one or more lines.
   *
   * @return the lines with their CRLF, one character a byte; what came before the end of the stream
   *     if that came first
   */
  public String reply() {
    try {
      return Replies.reply(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads up to and with a LF, or to the end of the stream. */
  public String readLine() {
    try {
      return Replies.line(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one byte.
   *
   * @return the byte, or -1 at the end of the stream
   * @throws UncheckedIOException if the connection is reset, or nothing comes for 20 seconds
   */
  public int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads everything up to the end of the stream. */
  public String readToEnd() {
    try {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends FIN; replies can still be read. */
  public void halfClose() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the connection by RST. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether nothing has come yet. */
  public boolean nothingCame() {
    try {
      return in.available() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits whether something comes, and leaves it to be read.
   *
   * @return "silence", "FIN", "RST" or the first character
   */
  public String comesWithin(int millis) {
    try {
      socket.setSoTimeout(millis);
      in.mark(1);
      int c = in.read();
      in.reset();
      return c < 0 ? "FIN" : Character.toString(c);
    } catch (SocketTimeoutException e) {
      return "silence";
    } catch (SocketException e) {
      return "RST";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      guard();
    }
  }

  private void guard() {
    try {
      socket.setSoTimeout(GUARD_MILLIS);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
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
