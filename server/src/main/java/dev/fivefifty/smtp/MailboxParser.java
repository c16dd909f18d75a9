package dev.fivefifty.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** Reads a path with its angle brackets (RFC 5321 §4.1.2, RFC 6531 §3.3). */
final class MailboxParser {
  private static final int LONGEST_PATH = 256;
  private static final int LONGEST_LOCAL_PART = 64;
  private static final int LONGEST_DOMAIN = 255;
  private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

  private final String text;
  private final String enhanced;
  private int position;

  MailboxParser(String text, String enhanced) {
    this.text = text;
    this.enhanced = enhanced;
  }

  int position() {
    return position;
  }

  String path(boolean reverse) throws SyntaxException {
    expect('<');
    if (reverse && peek() == '>') {
      position++;
      return "";
    }
    if (peek() == '@') {
      sourceRoute();
    }
    int start = position;
    String localPart = peek() == '"' ? quotedString() : dotString();
    if (utf8Length(localPart) > LONGEST_LOCAL_PART) {
      throw bad("Local part longer than " + LONGEST_LOCAL_PART + " octets");
    }
    if (peek() == '@') {
      position++;
      int domain = position;
      domain();
      if (utf8Length(text.substring(domain, position)) > LONGEST_DOMAIN) {
        throw bad("Domain longer than " + LONGEST_DOMAIN + " octets");
      }
    } else if (reverse || !localPart.equalsIgnoreCase("postmaster")) {
      throw bad("Address without a domain");
    }
    String mailbox = text.substring(start, position);
    expect('>');
    if (utf8Length(mailbox) + 2 > LONGEST_PATH) {
      throw bad("Path longer than " + LONGEST_PATH + " octets");
    }
    return mailbox;
  }

  private static int utf8Length(String part) {
    return part.getBytes(StandardCharsets.UTF_8).length;
  }

  private void sourceRoute() throws SyntaxException {
    while (true) {
      expect('@');
      domain();
      if (peek() != ',') {
        break;
      }
      position++;
    }
    expect(':');
  }

  private String dotString() throws SyntaxException {
    int start = position;
    while (true) {
      int atom = position;
      while (isAtext(peek())) {
        position++;
      }
      if (position == atom) {
        throw bad("Bad local part");
      }
      if (peek() != '.') {
        return text.substring(start, position);
      }
      position++;
    }
  }

  private String quotedString() throws SyntaxException {
    int start = position;
    position++;
    while (peek() != '"') {
      if (peek() == '\\') {
        position++;
      }
      int c = peek();
      if (c < 32 || c == 127) {
        throw bad("Bad quoted local part");
      }
      position++;
    }
    position++;
    return text.substring(start, position);
  }

  private void domain() throws SyntaxException {
    if (peek() == '[') {
      addressLiteral();
      return;
    }
    while (true) {
      int label = position;
      while (isLetterOrDigit(peek()) || peek() == '-') {
        position++;
      }
      if (position == label || text.charAt(label) == '-' || text.charAt(position - 1) == '-') {
        throw bad("Bad domain");
      }
      if (position - label > 63) {
        throw bad("Domain label longer than 63 octets");
      }
      if (peek() != '.') {
        return;
      }
      position++;
    }
  }

  private void addressLiteral() throws SyntaxException {
    int close = text.indexOf(']', position);
    if (close < 0) {
      throw bad("Bad address literal");
    }
    String literal = text.substring(position + 1, close);
    boolean good;
    if (literal.regionMatches(true, 0, "IPv6:", 0, 5)) {
      good = isIpv6(literal.substring(5));
    } else if (literal.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      good = isIpv4(literal);
    } else {
      good = literal.matches("[A-Za-z0-9-]*[A-Za-z0-9]:[!-Z^-~]+");
    }
    if (!good) {
      throw bad("Bad address literal");
    }
    position = close + 1;
  }

  private static boolean isIpv4(String literal) {
    for (String octet : literal.split("\\.")) {
      if (Integer.parseInt(octet) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String literal) {
    // Nothing that the JDK could take for a name, which it would look up in the DNS.
    if (!literal.matches("[0-9A-Fa-f:][0-9A-Fa-f:.]*") || literal.indexOf(':') < 0) {
      return false;
    }
    try {
      return InetAddress.getByName(literal) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isAtext(int c) {
    return isLetterOrDigit(c) || c > 0 && ATEXT_SPECIALS.indexOf(c) >= 0;
  }

  private static boolean isLetterOrDigit(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80;
  }

  /** The next character, or -1 at the end. */
  private int peek() {
    return position < text.length() ? text.charAt(position) : -1;
  }

  private void expect(char wanted) throws SyntaxException {
    if (peek() != wanted) {
      throw bad("Expected '" + wanted + "' at character " + (position + 1) + " of the path");
    }
    position++;
  }

  private SyntaxException bad(String what) {
    return new SyntaxException(501, enhanced, what);
  }
}
