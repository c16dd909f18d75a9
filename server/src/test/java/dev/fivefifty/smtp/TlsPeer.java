package dev.fivefifty.smtp;

import dev.fivefifty.rule.ClientCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A server that shakes hands, reads a line, says a line and closes; one connection at a time. */
final class TlsPeer implements AutoCloseable {
  /** A guard against hanging, not a measure. */
  static final int GUARD_MILLIS = 20_000;

  private static final String ANSWER = "HTTP/1.0 204 No Content\r\n\r\n";

  private final SSLServerSocket listener;

  /** What each client showed: {@code none}, or its certificate's subject. */
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

  TlsPeer(SSLContext context, ClientCertificates clients) throws IOException {
    listener = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
    SSLParameters parameters = listener.getSSLParameters();
    Handshake.askForCertificate(parameters, clients);
    listener.setSSLParameters(parameters);
    Thread thread = new Thread(this::serve, "tls-peer");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  String shown() throws InterruptedException {
    return shown.poll(GUARD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (SSLSocket socket = (SSLSocket) listener.accept()) {
        socket.setSoTimeout(GUARD_MILLIS);
        socket.startHandshake();
        shown.add(subject(socket.getSession()));
        while (socket.getInputStream().read() > '\n') {
          // To the end of the line.
        }
        socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // The client's view is what a test looks at.
      }
    }
  }

  private static String subject(SSLSession session) {
    try {
      Certificate[] certificates = session.getPeerCertificates();
      return ((java.security.cert.X509Certificate) certificates[0])
          .getSubjectX500Principal()
          .getName();
    } catch (SSLPeerUnverifiedException e) {
      return "none";
    }
  }

  /**
   * Shakes hands as a client that believes to have connected to {@code host}, and exchanges a line:
   * in TLS 1.3 only that tells whether the server took the client's certificate.
   */
  SSLSession meet(SSLContext client, String host, String identification, String... protocols)
      throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port());
        SSLSocket socket =
            (SSLSocket) client.getSocketFactory().createSocket(plain, host, port(), true)) {
      socket.setSoTimeout(GUARD_MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm(identification);
      if (protocols.length > 0) {
        parameters.setProtocols(protocols);
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      socket.getOutputStream().write('\n');
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.equals(ANSWER)) {
        throw new IOException("not the server's answer: " + answer);
      }
      return socket.getSession();
    }
  }

  SSLSession meet(SSLContext client) throws IOException {
    return meet(client, "localhost", "HTTPS");
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
