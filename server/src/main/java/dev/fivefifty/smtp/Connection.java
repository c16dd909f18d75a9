package dev.fivefifty.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of a session, plain or under TLS, and the ways in which they can end.
 *
 * <p>After the upgrade {@code SSLSocket.setSoLinger(true, 0); close()} gives the client a clean end
 * in TLS 1.2 and 1.3 (tried on JDK 17 and 25): only the TCP socket underneath gives a real RST, so
 * every end is done there.
 */
final class Connection {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final long LINGER_NANOS = 2_000_000_000L;

  private final FacadeSocket socket;
  private final RawInput tcp;
  private volatile RawInput input;
  private volatile OutputStream output;
  private volatile @Nullable SSLSocket tls;

  Connection(FacadeSocket socket) throws IOException {
    this.socket = socket;
    this.tcp = new RawInput(socket.rawInput());
    this.input = tcp;
    this.output = socket.rawOutput();
  }

  InetAddress clientAddress() {
    return socket.clientAddress();
  }

  int clientPort() {
    return socket.getPort();
  }

  /** What the client says, decrypted. */
  RawInput input() {
    return input;
  }

  /** What the client sends, below TLS: here its leaving shows. */
  RawInput tcp() {
    return tcp;
  }

  /** The TLS session, or null while plain. */
  @Nullable SSLSocket tls() {
    return tls;
  }

  void send(byte[] bytes) throws IOException {
    output.write(bytes);
    output.flush();
  }

  /**
   * Does a handshake as the server.
   *
   * @param context the keys
   * @param settings what else JSSE is to be told
   * @throws IOException if it fails; the connection is then neither closed nor under TLS
   */
  void startTls(SSLContext context, Consumer<SSLSocket> settings) throws IOException {
    UnderTls under = new UnderTls(socket, new TcpInput(), socket.rawOutput());
    SSLSocket secured =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(under, clientAddress().getHostAddress(), clientPort(), false);
    secured.setUseClientMode(false);
    settings.accept(secured);
    secured.startHandshake();
    InputStream decrypted = secured.getInputStream();
    // A wait that may end is one for the TCP connection, below: JSSE never sees a time-out.
    input =
        new RawInput((target, offset, length, millis) -> decrypted.read(target, offset, length));
    output = secured.getOutputStream();
    tls = secured;
  }

  /** Ends by FIN; under TLS close_notify comes first. */
  void finish(boolean linger) {
    closeNotify();
    truncate(linger);
  }

  private void closeNotify() {
    SSLSocket secured = tls;
    if (secured != null) {
      try {
        secured.shutdownOutput();
      } catch (IOException e) {
        log.debug("close_notify could not be sent", e);
      }
    }
  }

  /**
   * Ends by FIN.
   *
   * @param linger whether to wait for the client's FIN for a while: closing with input unread sends
   *     an RST, which destroys what the client has not read yet
   */
  void truncate(boolean linger) {
    if (sendFin() && linger) {
      tcp.drain(LINGER_NANOS);
    }
    close();
  }

  /** FIN, and the connection stays open for reading. */
  void halfClose() {
    closeNotify();
    sendFin();
  }

  private boolean sendFin() {
    try {
      socket.shutdownOutput();
      return true;
    } catch (IOException e) {
      log.debug("The connection was gone before its end", e);
      return false;
    }
  }

  /** Ends by RST. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      log.debug("The connection was gone before its reset", e);
    }
    close();
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("The connection could not be closed", e);
    }
  }

  /** The TCP input for JSSE, which reads a record's header and body apart. */
  private final class TcpInput extends InputStream {
    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int[] taken = {-1};
      tcp.feed(
          (bytes, from, to) -> {
            taken[0] = Math.min(length, to - from);
            System.arraycopy(bytes, from, target, offset, taken[0]);
            return from + taken[0];
          });
      return taken[0];
    }

    @Override
    public int available() {
      return tcp.hasBuffered() ? 1 : 0;
    }
  }
}
