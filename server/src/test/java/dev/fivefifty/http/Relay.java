package dev.fivefifty.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and a server, and can break their connections. */
final class Relay implements AutoCloseable {
  private final InetSocketAddress to;
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  Relay(InetSocketAddress to) throws IOException {
    this.to = to;
    start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(to.getAddress(), to.getPort());
        sockets.add(client);
        sockets.add(server);
        start(() -> copy(client, server));
        start(() -> copy(server, client));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private static void copy(Socket from, Socket to) {
    byte[] block = new byte[8_192];
    try {
      InputStream in = from.getInputStream();
      for (int count; (count = in.read(block)) > 0; ) {
        to.getOutputStream().write(block, 0, count);
      }
    } catch (IOException e) {
      // It broke, or was broken.
    }
  }

  /** Resets every connection; new ones are let through. */
  void breakAll() throws IOException {
    for (Socket socket : sockets) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    breakAll();
  }
}
