package dev.fivefifty.rule;

/** Whether a plain session can, or must, become a TLS session. */
public enum StartTls {
  /** STARTTLS is not offered. */
  DISABLED,
  /** STARTTLS is offered. */
  OFFERED,
  /** STARTTLS is offered, and nothing else goes before it: 530 5.7.0 (RFC 3207 §4). */
  REQUIRED
}
