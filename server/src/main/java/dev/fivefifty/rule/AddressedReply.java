package dev.fivefifty.rule;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reply that a recipient's address asks for: {@code 550-5.1.1@any.domain}, {@code
 * bounce+421@any.domain}. For applications whose tests can only choose the address.
 */
final class AddressedReply {
  /**
   * How often is for the rule to say; {@code x2} stands here lest it is taken for something else.
   */
  private static final Pattern LOCAL_PART =
      Pattern.compile(
          "(?:[^+]*\\+)?([2-5]\\d\\d)(?:-([245]\\.\\d{1,3}\\.\\d{1,3}))?(?:[xX][1-9])?");

  private AddressedReply() {}

  /** The reply that is asked for; a refusal that says so if none is. */
  static Reply of(String recipient) {
    String local = recipient.substring(0, Math.max(0, recipient.lastIndexOf('@')));
    Matcher matcher = LOCAL_PART.matcher(local);
    // Whoever misspells one must not take an accepted message for a proof.
    return matcher.matches()
        ? new Reply(
            Integer.parseInt(matcher.group(1)),
            matcher.group(2),
            List.of("<" + recipient + ">: as this address asks"))
        : Reply.of(
            550,
            "5.1.3",
            "<" + recipient + ">: no such magic address (expected one like 550-5.1.1@any.domain)");
  }
}
