package com.example.invoices;

/** A relay takes no mail from us now; no recipient was named to it. */
final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean loginRefused;

  UnavailableException(String message, boolean loginRefused, Throwable cause) {
    super(message, cause);
    this.loginRefused = loginRefused;
  }

  /** Whether another try with the same password would be refused too. */
  boolean loginRefused() {
    return loginRefused;
  }
}
