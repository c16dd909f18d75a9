package dev.fivefifty.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses by hand: {@code InetAddress.getByName} asks the DNS about what is none. */
final class IpLiteral {
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;

  private IpLiteral() {}

  /** Four numbers without leading zeros; null if it is anything else. */
  static @Nullable InetAddress ipv4(String text) {
    byte[] octets = octets(text);
    return octets == null ? null : address(octets);
  }

  /**
   * RFC 4291 §2.2 without a zone; null if it is anything else. The last two groups may be dotted,
   * as {@code inet_ntop} writes them. An IPv4-mapped address is the IPv4 address.
   */
  static @Nullable InetAddress ipv6(String text) {
    int gap = text.indexOf("::");
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    byte[] tail = groups(gap < 0 ? "" : text.substring(gap + 2), true);
    if (head == null || tail == null) {
      return null;
    }
    int length = head.length + tail.length;
    if (gap < 0 ? length != 2 * GROUPS : length >= 2 * GROUPS) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(head, 2 * GROUPS);
    System.arraycopy(tail, 0, bytes, bytes.length - tail.length, tail.length);
    return address(bytes);
  }

  /** What a raw address of 4 or 16 bytes is. */
  static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("An address of " + bytes.length + " bytes", e);
    }
  }

  private static byte @Nullable [] octets(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] octets = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (!OCTET.matcher(parts[i]).matches() || Integer.parseInt(parts[i]) > 255) {
        return null;
      }
      octets[i] = (byte) Integer.parseInt(parts[i]);
    }
    return octets;
  }

  /** The bytes of groups between single colons, null if they are none. */
  private static byte @Nullable [] groups(String text, boolean last) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    if (parts.length > GROUPS) {
      return null;
    }
    byte[] bytes = new byte[2 * parts.length + 2];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      if (GROUP.matcher(parts[i]).matches()) {
        int group = Integer.parseInt(parts[i], 16);
        bytes[length++] = (byte) (group >> 8);
        bytes[length++] = (byte) group;
        continue;
      }
      byte[] dotted = last && i == parts.length - 1 ? octets(parts[i]) : null;
      if (dotted == null) {
        return null;
      }
      System.arraycopy(dotted, 0, bytes, length, dotted.length);
      length += dotted.length;
    }
    return Arrays.copyOf(bytes, length);
  }
}
