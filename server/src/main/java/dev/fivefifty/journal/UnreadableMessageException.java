package dev.fivefifty.journal;

/** A message's content that cannot be read as a {@code MimeMessage}. */
public final class UnreadableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableMessageException(long number, Throwable cause) {
    super("message " + number + " cannot be read as MIME: " + cause.getMessage(), cause);
  }
}
