package dev.fivefifty.codes;

import java.util.List;

/** What the digits of a code say by themselves (RFC 5321 §4.2.1, RFC 3463 §2 and §3). */
final class Digits {
  static final int LAST_SUBJECT = 7;

  static final String BY_DIGIT = "RFC 5321 §4.2.1";
  static final String UNKNOWN = "RFC 5321 §4.3.2";

  private Digits() {}

  /** Such as "a permanent failure". */
  static String sense(int first) {
    return switch (first) {
      case 2 -> "a success";
      case 3 -> "a request to go on";
      case 4 -> "a temporary failure";
      case 5 -> "a permanent failure";
      default -> "no reply of SMTP";
    };
  }

  /** The same without an article. */
  static String bare(int first) {
    return sense(first).replaceFirst("^a ", "");
  }

  /** What the second digit tells, as a sentence's end. */
  static String category(int second) {
    return switch (second) {
      case 0 -> "is about syntax";
      case 1 -> "is about information that was asked for";
      case 2 -> "is about the connection";
      case 3, 4 -> "has no meaning by the RFC";
      case 5 -> "is about the mail system";
      default -> "is not permitted by the grammar, which ends at 5";
    };
  }

  /** What the second number of an enhanced code is about. */
  static String subject(int subject) {
    return switch (subject) {
      case 0 -> "anything";
      case 1 -> "addresses";
      case 2 -> "the mailbox";
      case 3 -> "the mail system";
      case 4 -> "network and routing";
      case 5 -> "the protocol";
      case 6 -> "the content";
      case 7 -> "security or policy";
      default -> "a subject that no registry has";
    };
  }

  static String subjectRfc(int subject) {
    return subject <= LAST_SUBJECT ? "RFC 3463 §3." + (subject + 1) : "RFC 3463 §3";
  }

  /** What a sender does of whom no more is known. */
  static String sender(int first) {
    return switch (first) {
      case 2 -> "Nothing needs to be done.";
      case 3 -> "Nothing: this is between the two programs.";
      case 4 -> "Wait first: what is temporary mostly passes by itself.";
      case 5 -> "Read the text, change what it names, and do not send the same again.";
      default -> "Report the reply to the operator of that server.";
    };
  }

  /** What a correct client does that knows the first digit alone. */
  static String client(int first) {
    return switch (first) {
      case 2 -> "Go by the first digit: take the command as carried out.";
      case 3 -> "Go by the first digit: send what the command calls for next.";
      case 4 ->
          "Go by the first digit: keep the message, try again after 30 minutes or more, and give up"
              + " after 4 to 5 days.";
      case 5 ->
          "Go by the first digit: do not repeat the command; report the failure to the sender.";
      default -> "Give up the transaction: a first digit outside 2 to 5 is fatal to it.";
    };
  }

  /** Codes that say the same as clearly as can be. */
  static List<String> related(int first) {
    return switch (first) {
      case 2 -> List.of("250");
      case 3 -> List.of("354", "334");
      case 4 -> List.of("451", "450", "421");
      default -> List.of("554", "550", "500");
    };
  }
}
