package dev.fivefifty.junit;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a server would say that gives a code at a stage: with an enhanced code and a fitting text.
 */
final class TypicalReply {
  /** RFC 2034 §4: neither in the greeting nor in the replies to HELO and EHLO. */
  private static final Set<Stage> WITHOUT_ENHANCED =
      EnumSet.of(Stage.CONNECT, Stage.HELO, Stage.EHLO);

  private TypicalReply() {}

  /**
   * A reply.
   *
   * @throws IllegalArgumentException if the code is not 200 to 599
   */
  static Reply of(int code, Stage stage) {
    Reply said = Reply.parse(code + " " + words(code, stage));
    boolean bare = WITHOUT_ENHANCED.contains(stage) || said.isIntermediate();
    List<String> lines = said.lines().equals(List.of("")) && code != 334 ? List.of() : said.lines();
    return new Reply(code, bare ? null : said.enhanced(), lines).withUsualText();
  }

  /**
   * The enhanced code of RFC 5248's registry, or what is usual in practice; then perhaps a text.
   */
  private static String words(int code, Stage stage) {
    return switch (code) {
      case 220 -> stage == Stage.STARTTLS ? "2.0.0 Ready to start TLS" : "localhost Service ready";
      case 235 -> "2.7.0";
      case 250 -> positive(stage);
      case 251 -> "2.1.5";
      case 252 -> "2.5.0";
      // The empty challenge, which is base64 of nothing.
      case 334 -> "";
      case 421 -> stage == Stage.IDLE ? "4.4.2 Idle for too long" : "4.3.2";
      case 432 -> "4.7.12";
      case 450 -> busy(stage);
      case 451 -> "4.3.0";
      case 452 -> stage == Stage.RCPT ? "4.5.3 Too many recipients" : "4.3.1";
      case 454 -> "4.7.0";
      case 455 -> "4.5.4";
      case 500 -> stage == Stage.AUTH ? "5.5.6 Line too long" : "5.5.2";
      case 501, 504, 555 -> "5.5.4";
      case 502, 503 -> "5.5.1";
      case 521 -> "5.3.2";
      case 523 -> "5.7.10";
      case 524, 538 -> "5.7.11";
      case 525 -> "5.7.13";
      case 530 -> "5.7.0";
      case 533 -> "5.7.1";
      case 534 -> "5.7.9";
      case 535 -> "5.7.8";
      case 550 -> unavailable(stage);
      case 551 -> "5.1.6";
      case 552 -> stage == Stage.RCPT ? "5.2.2 Mailbox full" : "5.3.4 Message too big";
      case 553 -> stage == Stage.MAIL ? "5.1.7" : "5.1.3";
      case 554 -> stage == Stage.DATA ? "5.5.1 No valid recipients" : failed(stage);
      case 556 -> "5.1.10";
      default -> code / 100 == 3 ? "" : code / 100 + ".0.0";
    };
  }

  private static String positive(Stage stage) {
    return switch (stage) {
      // RFC 5321 §4.1.1.1: a domain comes first.
      case HELO, EHLO -> "localhost";
      case MAIL -> "2.1.0 Sender OK";
      case RCPT, VRFY, EXPN -> "2.1.5 Recipient OK";
      case MESSAGE, CONTENT -> "2.0.0 Message accepted";
      default -> "2.0.0";
    };
  }

  private static String busy(Stage stage) {
    return switch (stage) {
      case MAIL -> "4.1.8 Sender's domain not found, try again later";
      case RCPT -> "4.2.1 The mailbox is receiving mail too quickly, try again later";
      default -> "4.7.1 Deferred by policy, try again later";
    };
  }

  private static String unavailable(Stage stage) {
    return switch (stage) {
      case RCPT, VRFY, EXPN -> "5.1.1 Mailbox not found";
      default -> "5.7.1 Refused by policy";
    };
  }

  private static String failed(Stage stage) {
    return stage == Stage.CONNECT ? "5.0.0 No SMTP service here" : "5.7.1 Refused by policy";
  }
}
