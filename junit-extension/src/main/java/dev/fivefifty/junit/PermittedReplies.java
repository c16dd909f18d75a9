package dev.fivefifty.junit;

import dev.fivefifty.rule.Stage;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which code may be said where, by RFC 5321 §4.3.2 and by the RFCs of the extensions (1870, 3030,
 * 3207, 4954, 5248, 7504). What is merely seen in practice is not here.
 */
final class PermittedReplies {
  /** §4.3.2: any command may get 500, 501 and 421. */
  private static final String ANY =
      "HELO EHLO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY EXPN HELP QUIT UNKNOWN";

  private static final SortedMap<Integer, Set<Stage>> BY_CODE = new TreeMap<>();

  static {
    permit(211, "HELP");
    permit(214, "HELP");
    permit(220, "CONNECT STARTTLS");
    permit(221, "QUIT");
    permit(235, "AUTH");
    permit(250, "HELO EHLO MAIL RCPT BDAT MESSAGE RSET NOOP VRFY EXPN");
    permit(251, "RCPT VRFY");
    permit(252, "VRFY EXPN");
    permit(334, "CHALLENGE");
    permit(354, "DATA");
    permit(421, "CONNECT CHALLENGE MESSAGE IDLE " + ANY);
    permit(432, "AUTH");
    permit(450, "RCPT MESSAGE");
    permit(451, "MAIL RCPT MESSAGE");
    permit(452, "MAIL RCPT MESSAGE");
    permit(454, "STARTTLS AUTH");
    permit(455, "MAIL RCPT");
    permit(500, ANY);
    permit(501, ANY);
    permit(502, "HELO EHLO VRFY EXPN HELP UNKNOWN");
    permit(503, "AUTH MAIL RCPT DATA BDAT");
    permit(504, "HELO EHLO AUTH VRFY EXPN HELP");
    permit(521, "CONNECT");
    permit(523, "AUTH");
    permit(524, "AUTH");
    permit(525, "AUTH");
    // RFC 3207 §4 and RFC 4954 §6: to whatever neither of them exempts.
    permit(530, "HELO AUTH MAIL RCPT DATA BDAT RSET VRFY EXPN HELP UNKNOWN");
    permit(533, "AUTH");
    permit(534, "AUTH");
    permit(535, "AUTH");
    permit(538, "AUTH");
    permit(550, "HELO EHLO MAIL RCPT MESSAGE VRFY EXPN");
    permit(551, "RCPT VRFY");
    permit(552, "MAIL RCPT MESSAGE");
    permit(553, "MAIL RCPT VRFY");
    permit(554, "CONNECT DATA MESSAGE");
    permit(555, "MAIL RCPT");
    permit(556, "RCPT");
  }

  private PermittedReplies() {}

  private static void permit(int code, String stages) {
    Set<Stage> set = EnumSet.noneOf(Stage.class);
    for (String stage : stages.split(" ")) {
      set.add(Stage.valueOf(stage));
    }
    BY_CODE.put(code, Collections.unmodifiableSet(set));
  }

  /** All codes and their stages, in order. */
  static Map<Integer, Set<Stage>> all() {
    return Collections.unmodifiableMap(BY_CODE);
  }

  /** Where a code may be said, in the order of a session; nowhere for a code that no RFC has. */
  static Set<Stage> stages(int code) {
    return BY_CODE.getOrDefault(code, Set.of());
  }
}
