package dev.fivefifty.bounce;

/** How much of the original a notification of failure holds (RFC 3461 §4.3). */
public enum Return {
  /** All of it. */
  FULL,
  /** Its header section. */
  HDRS
}
