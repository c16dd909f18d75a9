package dev.fivefifty.smtp;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;

/** A listening socket that accepts {@link FacadeSocket}s. */
final class FacadeServerSocket extends ServerSocket {
  private final SmtpServer server;

  FacadeServerSocket(SmtpServer server) throws IOException {
    this.server = server;
  }

  /**
   * SubEtha binds what it is given (SMTPServer.createServerSocket in 7.2.2); by then it is bound.
   */
  @Override
  public void bind(SocketAddress address, int backlog) throws IOException {
    if (!isBound()) {
      super.bind(address, backlog);
    }
  }

  @Override
  public Socket accept() throws IOException {
    while (true) {
      FacadeSocket socket = new FacadeSocket();
      implAccept(socket);
      if (server.welcome(socket)) {
        return socket;
      }
      socket.close();
    }
  }
}
