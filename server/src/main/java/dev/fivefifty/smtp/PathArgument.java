package dev.fivefifty.smtp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The argument of MAIL or RCPT (RFC 5321 §4.1.1.2, §4.1.1.3, §4.1.2).
 *
 * @param address the mailbox without angle brackets and source route; empty for the null reverse
 *     path
 * @param parameters by keyword in upper case; without a value an empty one
 */
record PathArgument(String address, Map<String, String> parameters) {

  static PathArgument ofMail(String argument) throws SyntaxException {
    return parse("FROM:", argument, "5.1.7", true);
  }

  static PathArgument ofRcpt(String argument) throws SyntaxException {
    PathArgument parsed = parse("TO:", argument, "5.1.3", false);
    if (parsed.address.isEmpty()) {
      throw new SyntaxException(501, "5.1.3", "The null path is no recipient");
    }
    return parsed;
  }

  private static PathArgument parse(
      String prefix, String argument, String enhanced, boolean reverse) throws SyntaxException {
    String usage = (reverse ? "MAIL " : "RCPT ") + prefix + "<address>";
    if (!argument.regionMatches(true, 0, prefix, 0, prefix.length())) {
      throw new SyntaxException(501, "5.5.4", "Syntax: " + usage);
    }
    String rest = argument.substring(prefix.length());
    if (rest.startsWith(" ")) {
      throw new SyntaxException(
          501, "5.5.4", "No space after " + prefix + " (RFC 5321 section 3.3)");
    }
    if (!rest.startsWith("<")) {
      throw new SyntaxException(501, "5.5.4", "Syntax: " + usage);
    }
    MailboxParser parser = new MailboxParser(rest, enhanced);
    String address = parser.path(reverse);
    return new PathArgument(address, parameters(rest.substring(parser.position())));
  }

  private static Map<String, String> parameters(String text) throws SyntaxException {
    Map<String, String> parameters = new LinkedHashMap<>();
    String rest = text.stripTrailing();
    if (rest.isEmpty()) {
      return parameters;
    }
    if (rest.charAt(0) != ' ') {
      throw new SyntaxException(501, "5.5.4", "A space must follow the path");
    }
    for (String parameter : rest.substring(1).split(" +")) {
      int equals = parameter.indexOf('=');
      String keyword =
          (equals < 0 ? parameter : parameter.substring(0, equals)).toUpperCase(Locale.ROOT);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      if (!keyword.matches("[A-Z0-9][A-Z0-9-]*")
          || equals >= 0 && value.isEmpty()
          || value.chars().anyMatch(c -> c == '=' || c < 33 || c == 127)) {
        throw new SyntaxException(501, "5.5.4", "Bad parameter");
      }
      if (parameters.putIfAbsent(keyword, value) != null) {
        throw new SyntaxException(501, "5.5.4", "Parameter " + keyword + " given twice");
      }
    }
    return parameters;
  }

  /** What can be made of an argument that may be malformed, for rules to match. */
  static String guess(String argument) {
    int open = argument.indexOf('<');
    int close = argument.lastIndexOf('>');
    if (open >= 0 && close > open) {
      return argument.substring(open + 1, close);
    }
    return argument.substring(argument.indexOf(':') + 1).strip();
  }
}
