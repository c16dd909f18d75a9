package dev.fivefifty.smtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that accepts {@link FacadeSocket}s and can refuse connections for a while.
 * What SubEtha holds is this; what listens is another, so that it can be closed and opened again.
 */
final class FacadeServerSocket extends ServerSocket {
  private static final int BACKLOG = 1_000;

  /** How long a port that was given up a moment ago may be in use. */
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  /** Held around this object's own lock by who pauses, resumes or closes: one after the other. */
  private final Object changes = new Object();

  private final SmtpServer server;
  private final int receiveBuffer;
  private InetSocketAddress address;
  private @Nullable Listening listening;
  private @Nullable Socket placeholder;
  private boolean accepting;
  private boolean closed;

  FacadeServerSocket(SmtpServer server, InetSocketAddress address, int receiveBuffer)
      throws IOException {
    this.server = server;
    this.receiveBuffer = receiveBuffer;
    this.address = address;
    Listening first = listen();
    this.listening = first;
    this.address = new InetSocketAddress(address.getAddress(), first.getLocalPort());
  }

  private Listening listen() throws IOException {
    Listening socket = new Listening();
    try {
      socket.setReuseAddress(true);
      if (receiveBuffer > 0) {
        // Before bind, or a window above 64 KiB could not be had
        // (ServerSocket.setReceiveBufferSize).
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The socket that listens. */
  private static final class Listening extends ServerSocket {
    Listening() throws IOException {}

    void acceptInto(FacadeSocket socket) throws IOException {
      implAccept(socket);
    }
  }

  /**
   * SubEtha binds what it is given (SMTPServer.createServerSocket in 7.2.2); by then it is bound.
   */
  @Override
  public void bind(SocketAddress ignored, int backlog) {}

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public int getLocalPort() {
    return address.getPort();
  }

  @Override
  public Socket accept() throws IOException {
    while (true) {
      Listening current = awaitListening();
      FacadeSocket socket = new FacadeSocket();
      try {
        current.acceptInto(socket);
      } catch (IOException e) {
        if (current.isClosed()) {
          continue;
        }
        throw e;
      } finally {
        accepted();
      }
      if (server.welcome(socket)) {
        return socket;
      }
      socket.close();
    }
  }

  private synchronized Listening awaitListening() throws SocketException {
    while (listening == null || listening.isClosed()) {
      if (closed) {
        throw new SocketException("Socket closed");
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SocketException("Interrupted while paused");
      }
    }
    accepting = true;
    return listening;
  }

  private synchronized void accepted() {
    accepting = false;
    notifyAll();
  }

  /** Refuses connections: a socket that is bound and does not listen keeps the port. */
  void pause() throws IOException {
    synchronized (changes) {
      doPause();
    }
  }

  private synchronized void doPause() throws IOException {
    if (closed || listening == null) {
      return;
    }
    listening.close();
    listening = null;
    // The kernel keeps the port for a thread that is within accept().
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (accepting && System.nanoTime() < end) {
      pauseBriefly();
    }
    placeholder = patiently(this::keeper);
  }

  private Socket keeper() throws IOException {
    Socket keeper = new Socket();
    try {
      keeper.setReuseAddress(true);
      keeper.bind(address);
      return keeper;
    } catch (IOException e) {
      keeper.close();
      throw e;
    }
  }

  private interface Opener<T> {
    T open() throws IOException;
  }

  private <T> T patiently(Opener<T> opener) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return opener.open();
      } catch (BindException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        pauseBriefly();
      }
    }
  }

  /** Gives up the lock meanwhile, which the accepting thread may want. */
  private void pauseBriefly() throws IOException {
    try {
      wait(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the port changed hands");
    }
  }

  /** Accepts connections again, at the same port. */
  void resume() throws IOException {
    synchronized (changes) {
      doResume();
    }
  }

  private synchronized void doResume() throws IOException {
    if (closed || listening != null) {
      return;
    }
    if (placeholder != null) {
      placeholder.close();
      placeholder = null;
    }
    listening = patiently(this::listen);
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    synchronized (changes) {
      doClose();
    }
  }

  private synchronized void doClose() throws IOException {
    closed = true;
    if (placeholder != null) {
      placeholder.close();
    }
    if (listening != null) {
      listening.close();
    }
    notifyAll();
    super.close();
  }
}
