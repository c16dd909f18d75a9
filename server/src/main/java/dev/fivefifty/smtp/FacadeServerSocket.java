package dev.fivefifty.smtp;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** A listening socket that accepts {@link FacadeSocket}s. */
final class FacadeServerSocket extends ServerSocket {
  private final SmtpServer server;

  FacadeServerSocket(SmtpServer server) throws IOException {
    this.server = server;
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
