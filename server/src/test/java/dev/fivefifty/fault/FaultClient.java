package dev.fivefifty.fault;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.wire.Replies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A client without a mail library. Under TLS it talks over a socket that notes all that TCP brings,
 * so that records can be counted and the end of the TCP connection be told from that of TLS.
 */
final class FaultClient implements AutoCloseable {
  private static final int APPLICATION_DATA = 23;
  private static final int ALERT = 21;

  /** What TLS 1.3 adds to content: its type, the 16 zeros with which JSSE pads, and the tag. */
  private static final int SEAL = 1 + 16 + 16;

  private static final int SEALED_ALERT = 2 + SEAL;

  /** How a connection ended. */
  enum End {
    FIN,
    CLOSE_NOTIFY_FIN,
    RST
  }

  /**
   * What one read brought.
   *
   * @param nanos when
   * @param length how many bytes
   */
  record Arrival(long nanos, int length) {}

  /**
   * A TLS record.
   *
   * @param type its content type
   * @param length of what is in it, sealed
   */
  record TlsRecord(int type, int length) {}

  private final Mode mode;
  private final Tee tcp;
  private Socket socket;

  FaultClient(String host, int port, Mode mode) throws IOException {
    this.mode = mode;
    tcp = new Tee();
    tcp.setSendBufferSize(8 * 1024);
    tcp.setTcpNoDelay(true);
    tcp.setSoTimeout((int) FaultBench.GUARD.toMillis());
    socket = tcp;
    try {
      tcp.connect(new InetSocketAddress(host, port), 20_000);
    } catch (SocketException e) {
      // An RST may come before connect() has returned, which then fails.
      if (!String.valueOf(e.getMessage()).contains("Connection reset")) {
        throw e;
      }
      tcp.end = End.RST;
    }
  }

  /** Notes every byte that it hands out. */
  private static final class Tee extends Socket {
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final List<Arrival> arrivals = new ArrayList<>();
    private volatile End end;

    @Override
    public InputStream getInputStream() throws IOException {
      InputStream in = super.getInputStream();
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          int count;
          try {
            count = in.read(target, offset, length);
          } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains("Connection reset")) {
              end = End.RST;
            }
            throw e;
          }
          if (count < 0) {
            end = end == null ? End.FIN : end;
          } else {
            seen.write(target, offset, count);
            arrivals.add(new Arrival(System.nanoTime(), count));
          }
          return count;
        }

        @Override
        public int available() throws IOException {
          return in.available();
        }
      };
    }
  }

  Mode mode() {
    return mode;
  }

  Socket tcp() {
    return tcp;
  }

  void handshake(SSLContext context) throws IOException {
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", tcp.getPort(), false);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {mode == Mode.IMPLICIT_TLS12 ? "TLSv1.2" : "TLSv1.3"});
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    socket = secured;
  }

  void send(String bytes) throws IOException {
    send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    try {
      out.write(bytes);
      out.flush();
    } catch (SocketException e) {
      // A write may find the RST before any read does, and takes it from the socket.
      tcp.end = End.RST;
      throw e;
    }
  }

  void line(String line) throws IOException {
    send(line + "\r\n");
  }

  String ask(String line) throws IOException {
    line(line);
    return reply();
  }

  FaultClient accepted(String... lines) throws IOException {
    for (String line : lines) {
      String reply = ask(line);
      if (!reply.startsWith("2") && !reply.startsWith("354 ")) {
        throw new AssertionError(line + " was answered " + reply);
      }
    }
    return this;
  }

  /** Up to and with the answer to DATA. */
  FaultClient untilData() throws IOException {
    return accepted("MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA");
  }

  /** Reads a reply of one or more lines, or what comes before the end. */
  String reply() throws IOException {
    return Replies.reply(socket.getInputStream());
  }

  int read() throws IOException {
    return socket.getInputStream().read();
  }

  /** Reads exactly so many bytes, or all to the end. */
  String read(int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
  }

  /** Reads in large pieces until that many bytes were read. */
  String readInPieces(int count) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] piece = new byte[64 * 1024];
    while (all.length() < count) {
      int read = socket.getInputStream().read(piece);
      if (read < 0) {
        break;
      }
      all.append(new String(piece, 0, read, StandardCharsets.ISO_8859_1));
    }
    return all.toString();
  }

  /** What is said until the connection ends, however it does. */
  String rest() {
    StringBuilder rest = new StringBuilder();
    try {
      int c;
      while ((c = read()) >= 0) {
        rest.append((char) c);
      }
    } catch (IOException e) {
      // How it ended is end()'s to say.
    }
    return rest.toString();
  }

  /** Reads on below TLS, and says how the connection ended. */
  End end() {
    rest();
    try {
      while (tcp.end == null && tcp.getInputStream().read() >= 0) {
        // To the end.
      }
    } catch (IOException e) {
      if (tcp.end == null) {
        throw new AssertionError("The connection did not end", e);
      }
    }
    if (tcp.end == End.FIN && mode.tls() && socket instanceof SSLSocket) {
      List<TlsRecord> records = records(0);
      TlsRecord last = records.isEmpty() ? null : records.get(records.size() - 1);
      if (last != null
          && (last.type == ALERT || last.type == APPLICATION_DATA && last.length == SEALED_ALERT)) {
        return End.CLOSE_NOTIFY_FIN;
      }
    }
    return tcp.end;
  }

  /** How many bytes TCP has brought so far; where {@link #records} can begin. */
  int mark() {
    return tcp.seen.size();
  }

  /** What TCP brought, TLS or not. */
  byte[] seen(int mark) {
    byte[] all = tcp.seen.toByteArray();
    return java.util.Arrays.copyOfRange(all, mark, all.length);
  }

  /** What single reads of TCP brought. */
  List<Arrival> arrivals() {
    return tcp.arrivals;
  }

  /** The whole TLS records since a mark; from 0 on those since the last that was plaintext. */
  List<TlsRecord> records(int mark) {
    byte[] all = tcp.seen.toByteArray();
    int at = mark;
    if (mark == 0 && mode == Mode.STARTTLS) {
      while (at + 2 < all.length && !(all[at] == 22 && all[at + 1] == 3)) {
        at++;
      }
    }
    List<TlsRecord> records = new ArrayList<>();
    while (at + 5 <= all.length) {
      int length = (all[at + 3] & 0xFF) << 8 | all[at + 4] & 0xFF;
      records.add(new TlsRecord(all[at], length));
      at += 5 + length;
    }
    return records;
  }

  /** How many bytes of plaintext are in a record of application data. */
  int plain(TlsRecord record) {
    return record.length - (mode == Mode.IMPLICIT_TLS12 ? 8 + 16 : SEAL);
  }

  /** Whether nothing has come that was not read. */
  boolean nothingCame() throws IOException {
    return tcp.getInputStream().available() == 0 && socket.getInputStream().available() == 0;
  }

  /** FIN of TCP; under TLS without a close_notify. */
  void fin() throws IOException {
    tcp.shutdownOutput();
  }

  void reset() throws IOException {
    tcp.setSoLinger(true, 0);
    tcp.close();
  }

  @Override
  public void close() {
    try {
      tcp.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
