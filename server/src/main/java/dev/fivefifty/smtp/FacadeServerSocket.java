package dev.fivefifty.smtp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that accepts {@link FacadeSocket}s and can refuse connections for a while.
 * What SubEtha holds is this; what listens is another, so that it can be closed and opened again.
 */
final class FacadeServerSocket extends ServerSocket {
  private static final int BACKLOG = 1_000;
  private static final long MOST_NANOS_TO_BIND = 5_000_000_000L;

  private final SmtpServer server;
  private final int receiveBuffer;
  private InetSocketAddress address;
  private @Nullable Listening listening;
  private @Nullable Socket placeholder;
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
    return listening;
  }

  /** Refuses connections: a socket that is bound and does not listen keeps the port. */
  synchronized void pause() throws IOException {
    if (closed || listening == null) {
      return;
    }
    listening.close();
    listening = null;
    placeholder = keeper();
  }

  /**
   * The kernel holds the listening socket until the thread that is in {@code accept} has left it,
   * which on a busy machine takes a moment.
   */
  private Socket keeper() throws IOException {
    long end = System.nanoTime() + MOST_NANOS_TO_BIND;
    while (true) {
      Socket keeper = new Socket();
      try {
        keeper.setReuseAddress(true);
        keeper.bind(address);
        return keeper;
      } catch (BindException e) {
        keeper.close();
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** Accepts connections again, at the same port. */
  synchronized void resume() throws IOException {
    if (closed || listening != null) {
      return;
    }
    if (placeholder != null) {
      placeholder.close();
      placeholder = null;
    }
    listening = listen();
    notifyAll();
  }

  @Override
  public synchronized void close() throws IOException {
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
