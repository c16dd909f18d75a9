package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;

/** Replies that more than one verb gives. */
final class OwnReplies {
  static final Reply TURNED_AWAY =
      Reply.of(503, "5.5.1", "No mail is taken in this session, please QUIT");
  static final Reply NO_ARGUMENT = Reply.of(501, "5.5.4", "No argument is allowed");
  static final Reply HELLO_FIRST = Reply.of(503, "5.5.1", "EHLO or HELO first");
  static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "MAIL first");
  static final Reply RCPT_FIRST = Reply.of(503, "5.5.1", "RCPT first");
  static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");
  static final Reply NOT_ASCII = Reply.of(553, "5.6.7", "A non-ASCII address needs SMTPUTF8");

  private OwnReplies() {}

  static Reply tooLarge(long limit) {
    return Reply.of(552, "5.3.4", "Message size exceeds the limit of " + limit + " bytes");
  }
}
