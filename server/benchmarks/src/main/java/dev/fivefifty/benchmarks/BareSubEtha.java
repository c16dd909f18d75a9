package dev.fivefifty.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.SMTPServer;

/** SubEtha alone: it takes every message, reads it to its end and drops it. */
public final class BareSubEtha {
  private BareSubEtha() {}

  /** A host name, since without one SubEtha asks the DNS. */
  static SMTPServer.Builder builder() {
    return SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress()).hostName("localhost");
  }

  static SMTPServer start() {
    SMTPServer server = builder().messageHandlerFactory(context -> new Dropping()).build();
    server.start();
    return server;
  }

  private static final class Dropping implements MessageHandler {
    private final byte[] block = new byte[8 * 1024];

    @Override
    public void from(String from) {}

    @Override
    public void recipient(String recipient) {}

    @Override
    public String data(InputStream data) throws IOException {
      while (data.read(block) >= 0) {
        // Dropped.
      }
      return "Ok";
    }

    @Override
    public void done() {}
  }

  /**
   * The main class of {@code bare-subetha.jar}: says where it listens, as FiveFifty's does, and
   * runs until it is killed.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    System.out.println("listening smtp 127.0.0.1:" + start().getPortAllocated());
  }
}
