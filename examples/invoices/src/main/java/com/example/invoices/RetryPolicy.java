package com.example.invoices;

import java.time.Duration;

/**
 * When to try again, and how long (RFC 5321 §4.5.4.1).
 *
 * @param interval the time between two tries
 * @param giveUpAfter the time after which there is no further try
 */
public record RetryPolicy(Duration interval, Duration giveUpAfter) {
  /** Every 30 minutes for 5 days. */
  public static final RetryPolicy RFC_5321 =
      new RetryPolicy(Duration.ofMinutes(30), Duration.ofDays(5));
}
