package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;

/** A command's argument is not as RFC 5321 wants it. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  SyntaxException(Reply reply) {
    super(reply.toString(), null, false, false);
    this.reply = reply;
  }

  SyntaxException(int code, String enhanced, String text) {
    this(Reply.of(code, enhanced, text));
  }

  Reply reply() {
    return reply;
  }
}
