package dev.fivefifty.smtp;

import dev.fivefifty.smtp.ProxyHeader.ByteSource;
import dev.fivefifty.smtp.ProxyHeader.Invalid;
import dev.fivefifty.smtp.ProxyHeader.Local;
import dev.fivefifty.smtp.ProxyHeader.Proxied;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Version 2 of the PROXY protocol: binary. Type-length-values behind the addresses are skipped, the
 * checksum among them, which a receiver may do.
 */
final class ProxyV2 {
  static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

  private static final int VERSION = 2;
  private static final int LOCAL = 0;
  private static final int PROXY = 1;
  private static final int HIGHEST_FAMILY = 3;
  private static final int HIGHEST_PROTOCOL = 2;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;

  private ProxyV2() {}

  /** Reads what follows the signature's first byte. */
  static ProxyHeader read(ByteSource in) throws IOException {
    for (int i = 1; i < SIGNATURE.length; i++) {
      int next = in.read();
      if (next != SIGNATURE[i]) {
        return next < 0 ? ProxyHeader.CUT_SHORT : new Invalid("No PROXY header: wrong signature");
      }
    }
    int versionAndCommand = in.read();
    if (versionAndCommand < 0) {
      return ProxyHeader.CUT_SHORT;
    }
    if (versionAndCommand >> 4 != VERSION) {
      return new Invalid("The PROXY header has version " + (versionAndCommand >> 4));
    }
    int command = versionAndCommand & 0xF;
    if (command != LOCAL && command != PROXY) {
      return new Invalid("The PROXY header has the unknown command " + command);
    }
    return command == LOCAL ? local(in) : proxied(in);
  }

  /** Whatever family it names. */
  private static ProxyHeader local(ByteSource in) throws IOException {
    return in.read() < 0 ? ProxyHeader.CUT_SHORT : unaddressed(in, length(in));
  }

  private static ProxyHeader proxied(ByteSource in) throws IOException {
    int family = in.read();
    if (family < 0) {
      return ProxyHeader.CUT_SHORT;
    }
    if (family >> 4 > HIGHEST_FAMILY || (family & 0xF) > HIGHEST_PROTOCOL) {
      return new Invalid("The PROXY header has an unknown family or protocol");
    }
    int length = length(in);
    return switch (family) {
      case TCP4 -> addresses(in, length, 4);
      case TCP6 -> addresses(in, length, 16);
      // Valid, and not of TCP over IP: the specification has such a receiver fall back to this.
      default -> unaddressed(in, length);
    };
  }

  private static ProxyHeader unaddressed(ByteSource in, int length) throws IOException {
    return length >= 0 && skip(in, length) ? new Local() : ProxyHeader.CUT_SHORT;
  }

  private static ProxyHeader addresses(ByteSource in, int length, int size) throws IOException {
    if (length < 0) {
      return ProxyHeader.CUT_SHORT;
    }
    byte[] block = new byte[2 * size + 4];
    if (length < block.length) {
      return new Invalid("The PROXY header's length leaves no room for its addresses");
    }
    for (int i = 0; i < block.length; i++) {
      int next = in.read();
      if (next < 0) {
        return ProxyHeader.CUT_SHORT;
      }
      block[i] = (byte) next;
    }
    if (!skip(in, length - block.length)) {
      return ProxyHeader.CUT_SHORT;
    }
    ByteBuffer buffer = ByteBuffer.wrap(block);
    byte[] source = new byte[size];
    byte[] destination = new byte[size];
    buffer.get(source).get(destination);
    int from = Short.toUnsignedInt(buffer.getShort());
    int to = Short.toUnsignedInt(buffer.getShort());
    return new Proxied(
        new InetSocketAddress(IpLiteral.address(source), from),
        new InetSocketAddress(IpLiteral.address(destination), to));
  }

  /** At most 65,535, or -1 at the end. */
  private static int length(ByteSource in) throws IOException {
    int high = in.read();
    int low = high < 0 ? -1 : in.read();
    return low < 0 ? -1 : high << 8 | low;
  }

  private static boolean skip(ByteSource in, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (in.read() < 0) {
        return false;
      }
    }
    return true;
  }
}
