package dev.fivefifty.smtp;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which parameters of MAIL and RCPT the server knows and what they may say. */
final class Parameters {
  /** Of what is printable once decoded, as ENVID and ORCPT must be (RFC 3461 §4.2 and §4.4). */
  private static final String XTEXT = "(?:[!-*,-<>-~]|\\+(?:09|[2-6][0-9A-F]|7[0-9A-E]))*";

  private Parameters() {}

  /** RFC 1870, 6152, 6531 and 3461. */
  static void checkMail(Map<String, String> parameters) throws SyntaxException {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case "SIZE" -> require(value.matches("\\d{1,20}"), parameter, "1 to 20 digits");
        case "BODY" -> require(value.matches("(?i)7BIT|8BITMIME"), parameter, "7BIT or 8BITMIME");
        case "SMTPUTF8" -> require(value.isEmpty(), parameter, "no value");
        case "RET" -> require(value.matches("(?i)FULL|HDRS"), parameter, "FULL or HDRS");
        case "ENVID" ->
            require(
                value.matches(XTEXT) && inRange(value, 100),
                parameter,
                "xtext, 100 characters at most");
        default -> throw unknown(parameter.getKey());
      }
    }
  }

  /** RFC 3461. */
  static void checkRcpt(Map<String, String> parameters) throws SyntaxException {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case "NOTIFY" ->
            require(isNotify(value), parameter, "NEVER, or a list of SUCCESS, FAILURE and DELAY");
        case "ORCPT" ->
            require(
                value.matches("(?i)utf-8;.+")
                    || value.matches("[A-Za-z0-9-]+;" + XTEXT) && inRange(value, 500),
                parameter,
                "an address type, a semicolon and xtext");
        default -> throw unknown(parameter.getKey());
      }
    }
  }

  private static boolean inRange(String value, int most) {
    return !value.isEmpty() && value.length() <= most;
  }

  private static boolean isNotify(String value) {
    if (value.equalsIgnoreCase("NEVER")) {
      return true;
    }
    List<String> words = Arrays.asList(value.toUpperCase(Locale.ROOT).split(",", -1));
    Set<String> known = Set.of("SUCCESS", "FAILURE", "DELAY");
    return known.containsAll(words) && new HashSet<>(words).size() == words.size();
  }

  private static void require(boolean good, Map.Entry<String, String> parameter, String expected)
      throws SyntaxException {
    if (!good) {
      throw new SyntaxException(
          501, "5.5.4", "Bad value of " + parameter.getKey() + " (expected " + expected + ")");
    }
  }

  private static SyntaxException unknown(String keyword) {
    return new SyntaxException(555, "5.5.4", "Parameter " + keyword + " not recognized");
  }

  /** The declared size, however large the client writes it; -1 if there is none. */
  static long declaredSize(Map<String, String> parameters) {
    String size = parameters.get("SIZE");
    if (size == null || !size.matches("\\d{1,20}")) {
      return -1;
    }
    return new BigInteger(size).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }
}
