package dev.fivefifty.rule;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One IP address or a block of them (CIDR, RFC 4632), never looked up in the DNS. */
public final class Network {
  // In range, or Java would ask the DNS for it.
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|(?:2[0-4]|[01]?\\d)?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final String text;
  private final byte[] address;
  private final int prefix;

  private Network(String text, byte[] address, int prefix) {
    this.text = text;
    this.address = address;
    this.prefix = prefix;
  }

  /**
   * Reads an address or a block.
   *
   * @param text such as {@code 192.0.2.7}, {@code 10.0.0.0/8} or {@code 2001:db8::/32}
   * @return the network
   * @throws IllegalArgumentException if it is none; a host name is none
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = literal(slash < 0 ? text : text.substring(0, slash), text);
    int bits = address.length * 8;
    int prefix = bits;
    if (slash >= 0) {
      try {
        prefix = Integer.parseInt(text.substring(slash + 1));
      } catch (NumberFormatException e) {
        throw unreadable(text, e);
      }
      if (prefix < 0 || prefix > bits) {
        throw new IllegalArgumentException("'" + text + "' has a prefix outside 0 to " + bits);
      }
    }
    return new Network(text, address, prefix);
  }

  private static byte[] literal(String host, String text) {
    if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
      throw unreadable(text, null);
    }
    try {
      return InetAddress.getByName(host).getAddress();
    } catch (UnknownHostException e) {
      throw unreadable(text, e);
    }
  }

  private static IllegalArgumentException unreadable(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is no client address (expected an IP address or a block such as 10.0.0.0/8)",
        cause);
  }

  /**
   * Whether the address lies in this network.
   *
   * @param client the address
   * @return true if so; never across IPv4 and IPv6
   */
  public boolean contains(InetAddress client) {
    byte[] other = client.getAddress();
    if (other.length != address.length) {
      return false;
    }
    int whole = prefix / 8;
    if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = prefix % 8;
    return rest == 0 || ((address[whole] ^ other[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0;
  }

  /**
   * The network as written.
   *
   * @return such as {@code 10.0.0.0/8}
   */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network && network.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
