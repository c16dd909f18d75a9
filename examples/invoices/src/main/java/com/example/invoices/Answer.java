package com.example.invoices;

import java.util.Set;
import java.util.regex.Pattern;

/** What became of a mail at one relay, for one recipient. */
sealed interface Answer {
  /** What was said or seen, for people. */
  String words();

  /** The relay has taken it over. */
  record Accepted(String words) implements Answer {}

  /** Not now: 4yz, or a fault, after which nobody knows whether the relay has it. */
  record Deferred(String words) implements Answer {}

  /**
   * Never: 5yz.
   *
   * @param noMailbox whether the address is to blame, and not the mail
   */
  record Refused(String words, boolean noMailbox) implements Answer {}

  /**
   * The codes at RCPT that are about the address (RFC 5321 §4.2.3), if nothing contradicts them.
   */
  Set<Integer> ADDRESS_CODES = Set.of(550, 551, 553);

  /** The enhanced codes that say so, or contradict it (RFC 3463 §3.2). */
  Pattern ENHANCED = Pattern.compile("5\\d\\d[ -](5\\.\\d{1,3}\\.\\d{1,3}) .*", Pattern.DOTALL);

  /** A reply at RCPT. */
  static Answer toRecipient(int code, String words) {
    if (code < 500) {
      return new Deferred(words);
    }
    var enhanced = ENHANCED.matcher(words);
    return new Refused(
        words,
        enhanced.matches()
            ? Set.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10").contains(enhanced.group(1))
            : ADDRESS_CODES.contains(code));
  }

  /** A reply to the mail as a whole; a code below 0 means that there was none. */
  static Answer toMail(int code, String words) {
    return code >= 500 ? new Refused(words, false) : new Deferred(words);
  }
}
