package dev.fivefifty.rule;

import java.util.Map;

/** What this server says beside a code when a rule gives the code alone. */
final class UsualText {
  private static final Map<Integer, String> BY_CODE =
      Map.ofEntries(
          Map.entry(211, "System status"),
          Map.entry(214, "Commands: EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT"),
          Map.entry(220, "Service ready"),
          Map.entry(221, "Service closing transmission channel"),
          Map.entry(235, "Authentication successful"),
          Map.entry(250, "OK"),
          Map.entry(251, "User not local; will forward"),
          Map.entry(252, "Cannot verify the user, but will try to deliver"),
          Map.entry(334, ""),
          Map.entry(354, "Start mail input; end with <CRLF>.<CRLF>"),
          Map.entry(421, "Service not available, closing transmission channel"),
          Map.entry(432, "A password transition is needed"),
          Map.entry(450, "Mailbox unavailable, try again later"),
          Map.entry(451, "Local error in processing"),
          Map.entry(452, "Insufficient system storage"),
          Map.entry(454, "Temporary failure, try again later"),
          Map.entry(455, "Unable to accommodate the parameters at present"),
          Map.entry(500, "Syntax error, command unrecognized"),
          Map.entry(501, "Syntax error in parameters or arguments"),
          Map.entry(502, "Command not implemented"),
          Map.entry(503, "Bad sequence of commands"),
          Map.entry(504, "Command parameter not implemented"),
          Map.entry(521, "Host does not accept mail"),
          Map.entry(523, "Encryption needed"),
          Map.entry(524, "Encryption required for the requested mechanism"),
          Map.entry(525, "User account disabled"),
          Map.entry(530, "Authentication required"),
          Map.entry(533, "Not allowed"),
          Map.entry(534, "Authentication mechanism is too weak"),
          Map.entry(535, "Authentication credentials invalid"),
          Map.entry(538, "Encryption required for the requested mechanism"),
          Map.entry(550, "Mailbox unavailable"),
          Map.entry(551, "User not local"),
          Map.entry(552, "Exceeded storage allocation"),
          Map.entry(553, "Mailbox name not allowed"),
          Map.entry(554, "Transaction failed"),
          Map.entry(555, "Parameters not recognized or not implemented"),
          Map.entry(556, "Domain does not accept mail"));

  private UsualText() {}

  static String of(int code) {
    String text = BY_CODE.get(code);
    if (text != null) {
      return text;
    }
    return switch (code / 100) {
      case 2 -> "OK";
      case 3 -> "Go on";
      case 4 -> "Temporary failure, try again later";
      default -> "Permanent failure";
    };
  }
}
