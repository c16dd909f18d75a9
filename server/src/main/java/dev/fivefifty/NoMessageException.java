package dev.fivefifty;

/** No message was stored in the time that a test gave it. */
public final class NoMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoMessageException(String message) {
    super(message);
  }
}
