package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A client without a mail library, which can go to each stage. It notes what TCP brings below TLS,
 * and how the connection ends.
 */
final class MatrixClient implements AutoCloseable {
  /** A guard against hanging, not a measure. */
  private static final int GUARD_MILLIS = 20_000;

  /** By the server's clock; so long that no slow machine is ever silent for it by itself. */
  static final String SILENCE = "4m";

  private static final int ALERT = 21;
  private static final int APPLICATION_DATA = 23;

  /** An alert in TLS 1.3: two bytes, the type, the tag, and perhaps JSSE's 16 zeros. */
  private static final int SEALED_ALERT = 2 + 1 + 16;

  enum End {
    FIN,
    RST
  }

  private final Tee tcp = new Tee();
  private Socket socket = tcp;

  private MatrixClient(String host, int port) throws IOException {
    tcp.connect(new InetSocketAddress(host, port), GUARD_MILLIS);
    tcp.setSoTimeout(GUARD_MILLIS);
    tcp.setTcpNoDelay(true);
  }

  /** Notes every byte that it hands out, and how they end. */
  private static final class Tee extends Socket {
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private End end;

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
          try {
            int count = in.read(target, offset, length);
            if (count < 0) {
              end = end == null ? End.FIN : end;
            } else {
              seen.write(target, offset, count);
            }
            return count;
          } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).startsWith("Connection reset")) {
              end = End.RST;
            }
            throw e;
          }
        }

        @Override
        public int available() throws IOException {
          return in.available();
        }
      };
    }
  }

  /** Connects and reads nothing. */
  static MatrixClient connect(FiveFifty smtp) throws IOException {
    return new MatrixClient(smtp.host(), smtp.port());
  }

  /** Connects to the listener with implicit TLS. */
  static MatrixClient connectUnderTls(FiveFifty smtp) throws IOException {
    MatrixClient client = new MatrixClient(smtp.host(), smtp.port("smtps"));
    client.handshake(smtp.sslContext());
    return client;
  }

  void handshake(SSLContext context, String... protocols) throws IOException {
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", tcp.getPort(), false);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    socket = secured;
  }

  String protocol() {
    return ((SSLSocket) socket).getSession().getProtocol();
  }

  /**
   * Goes to a stage from where the connection stands, and gives the server cause to answer there.
   */
  MatrixClient reach(Stage stage, FiveFifty smtp) throws IOException {
    if (stage == Stage.CONNECT) {
      return this;
    }
    reply();
    switch (stage) {
      case HELO, EHLO -> line(stage + " client.example");
      case STARTTLS -> hello().line("STARTTLS");
      case HANDSHAKE -> hello().accepted("STARTTLS");
      case AUTH -> hello().line("AUTH PLAIN AGFsaWNlAHNlY3JldA==");
      case CHALLENGE -> hello().line("AUTH LOGIN");
      case MAIL -> hello().line("MAIL FROM:<a@example.com>");
      case RCPT -> hello().accepted("MAIL FROM:<a@example.com>").line("RCPT TO:<b@example.com>");
      case DATA -> envelope().line("DATA");
      case BDAT -> envelope().send("BDAT 5\r\nhello");
      case CONTENT -> envelope().accepted("DATA").send("Subject: Hi\r\n\r\n");
      case MESSAGE -> envelope().accepted("DATA").send("Subject: Hi\r\n\r\nHi\r\n.\r\n");
      case RSET -> envelope().line("RSET");
      case NOOP, HELP, QUIT -> hello().line(stage.name());
      case VRFY, EXPN -> hello().line(stage + " bob");
      case IDLE -> {
        hello();
        smtp.clock().advance(Durations.parse(SILENCE));
      }
      case UNKNOWN -> hello().line("XYZZY plugh");
      default -> throw new IllegalArgumentException(stage.name());
    }
    return this;
  }

  private MatrixClient hello() throws IOException {
    return accepted("EHLO client.example");
  }

  private MatrixClient envelope() throws IOException {
    return hello().accepted("MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>");
  }

  MatrixClient accepted(String... lines) throws IOException {
    for (String line : lines) {
      assertThat(ask(line)).as(line).matches("(?s)[23].*");
    }
    return this;
  }

  String ask(String line) throws IOException {
    line(line);
    return reply();
  }

  void line(String line) throws IOException {
    send(line + "\r\n");
  }

  /** Sends bytes, one for each character up to FF. */
  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Reads a reply of one or more lines, or what comes before the end. */
  String reply() throws IOException {
    StringBuilder reply = new StringBuilder();
    int lineBegins = 0;
    int c;
    while ((c = socket.getInputStream().read()) >= 0) {
      reply.append((char) c);
      if (c == '\n') {
        if (reply.length() - lineBegins < 4 || reply.charAt(lineBegins + 3) != '-') {
          break;
        }
        lineBegins = reply.length();
      }
    }
    return reply.toString();
  }

  /** Reads exactly so many bytes, or all to the end. */
  String read(int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
  }

  boolean somethingCame() throws IOException {
    return socket.getInputStream().available() > 0;
  }

  /** Whether nothing at all comes within a fifth of a second, and the connection stands. */
  boolean isSilent() throws IOException {
    tcp.setSoTimeout(200);
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      tcp.setSoTimeout(GUARD_MILLIS);
    }
  }

  void tcpTimeout(Duration timeout) throws IOException {
    tcp.setSoTimeout((int) timeout.toMillis());
  }

  /** What is said until the connection ends, however it does. */
  String rest() {
    StringBuilder rest = new StringBuilder();
    try {
      int c;
      while ((c = socket.getInputStream().read()) >= 0) {
        rest.append((char) c);
      }
    } catch (IOException e) {
      // How it ended is end()'s to say.
    }
    return rest.toString();
  }

  /** Reads on below TLS, and says how the connection ended. */
  End end() throws IOException {
    rest();
    try {
      while (tcp.end == null && tcp.getInputStream().read() >= 0) {
        // To the end.
      }
    } catch (SocketException e) {
      if (tcp.end == null) {
        throw e;
      }
    }
    return tcp.end;
  }

  /** How many bytes TCP has brought. */
  int mark() {
    return tcp.seen.size();
  }

  /** What TCP brought since a mark. */
  byte[] seen(int mark) {
    byte[] all = tcp.seen.toByteArray();
    return Arrays.copyOfRange(all, mark, all.length);
  }

  /** Whether the last TLS record since a mark is an alert, such as close_notify. */
  boolean endsWithAlert(int mark) {
    byte[] all = seen(mark);
    boolean alert = false;
    for (int at = 0; at + 5 <= all.length; ) {
      int length = (all[at + 3] & 0xFF) << 8 | all[at + 4] & 0xFF;
      alert =
          all[at] == ALERT
              || all[at] == APPLICATION_DATA
                  && (length == SEALED_ALERT || length == SEALED_ALERT + 16);
      at += 5 + length;
    }
    return alert;
  }

  @Override
  public void close() throws IOException {
    tcp.close();
  }
}
