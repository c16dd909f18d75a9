package dev.fivefifty.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The PROXY header of a load balancer, before anything else. */
final class ProxyOpening {
  private ProxyOpening() {}

  /** Reads the header; false if it is none, and then the session is over without a greeting. */
  static boolean run(Conversation conversation) {
    ProxyHeader header;
    conversation.wordless(true);
    try {
      header = ProxyHeader.read(() -> next(conversation));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      conversation.wordless(false);
    }
    if (conversation.isOver()) {
      return false;
    }
    if (header instanceof ProxyHeader.Invalid invalid) {
      conversation.refuseProxy(invalid.why());
      return false;
    }
    if (header instanceof ProxyHeader.Proxied proxied) {
      conversation.notes().client(proxied.source());
    }
    return true;
  }

  private static int next(Conversation conversation) {
    int[] next = {-1};
    conversation
        .wire()
        .feed(
            (bytes, from, to) -> {
              next[0] = bytes[from] & 0xFF;
              return from + 1;
            });
    return next[0];
  }
}
