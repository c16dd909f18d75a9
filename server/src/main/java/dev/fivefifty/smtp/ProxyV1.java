package dev.fivefifty.smtp;

import dev.fivefifty.smtp.ProxyHeader.ByteSource;
import dev.fivefifty.smtp.ProxyHeader.Invalid;
import dev.fivefifty.smtp.ProxyHeader.Local;
import dev.fivefifty.smtp.ProxyHeader.Proxied;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Version 1 of the PROXY protocol: a line of text. */
final class ProxyV1 {
  static final byte[] SIGNATURE = "PROXY ".getBytes(StandardCharsets.US_ASCII);

  /** With its CRLF. */
  private static final int LONGEST = 107;

  private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");

  private ProxyV1() {}

  /** Reads what follows the signature's first byte. */
  static ProxyHeader read(ByteSource in) throws IOException {
    byte[] line = new byte[LONGEST];
    line[0] = SIGNATURE[0];
    for (int length = 1; length < LONGEST; length++) {
      int next = in.read();
      if (next < 0) {
        return ProxyHeader.CUT_SHORT;
      }
      if (length < SIGNATURE.length && next != SIGNATURE[length]) {
        return new Invalid("No PROXY header: wrong signature");
      }
      boolean afterCr = line[length - 1] == '\r';
      // Not after the whole line: who ends it with LF alone now waits for the greeting.
      if (afterCr != (next == '\n')) {
        return new Invalid("The PROXY line holds a bare CR or LF");
      }
      if (afterCr) {
        return parse(new String(line, 0, length - 1, StandardCharsets.ISO_8859_1));
      }
      line[length] = (byte) next;
    }
    return new Invalid("The PROXY line is longer than " + LONGEST + " bytes");
  }

  private static ProxyHeader parse(String line) {
    String[] words = line.split(" ", -1);
    return switch (words[1]) {
      // The specification wants the rest ignored.
      case "UNKNOWN" -> new Local();
      case "TCP4" -> addresses(words, IpLiteral::ipv4);
      case "TCP6" -> addresses(words, IpLiteral::ipv6);
      default -> new Invalid("The PROXY line names no protocol that there is");
    };
  }

  private static ProxyHeader addresses(
      String[] words, Function<String, @Nullable InetAddress> reader) {
    if (words.length != 6) {
      return new Invalid("The PROXY line wants two addresses and two ports, single spaces between");
    }
    InetAddress source = reader.apply(words[2]);
    InetAddress destination = reader.apply(words[3]);
    if (source == null || destination == null) {
      return new Invalid("The PROXY line holds an address that is not of its protocol");
    }
    int from = port(words[4]);
    int to = port(words[5]);
    if (from < 0 || to < 0) {
      return new Invalid("The PROXY line holds a bad port");
    }
    return new Proxied(new InetSocketAddress(source, from), new InetSocketAddress(destination, to));
  }

  private static int port(String text) {
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
    return port <= 0xFFFF ? port : -1;
  }
}
