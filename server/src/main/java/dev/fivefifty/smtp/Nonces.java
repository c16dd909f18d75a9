package dev.fivefifty.smtp;

import java.security.SecureRandom;

/** Random bytes for challenges. */
final class Nonces {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Nonces() {}

  static byte[] next() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
