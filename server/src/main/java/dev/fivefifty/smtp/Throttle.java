package dev.fivefifty.smtp;

import java.time.Duration;

/**
 * Content read only so fast, in real time: what is not read fills the kernel's buffer and stops the
 * client.
 */
final class Throttle {
  private static final int TURNS_A_SECOND = 20;
  private static final long TURN_NANOS = 1_000_000_000L / TURNS_A_SECOND;

  private final long bytesPerSecond;
  private final int most;
  private long owed;

  /** When all that was read is paid for, by {@link System#nanoTime}. */
  private long paid = System.nanoTime();

  Throttle(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
    this.most = (int) Math.max(1, Math.min(bytesPerSecond / TURNS_A_SECOND, RawInput.BUFFER));
  }

  /** Waits until what was read is paid for; a wait that took too long shortens the next. */
  void await(SessionWire wire) {
    long now = System.nanoTime();
    paid = Math.max(paid - now, -TURN_NANOS) + now + owed * 1_000_000_000L / bytesPerSecond;
    owed = 0;
    wire.sleepUnread(Duration.ofNanos(paid - now));
  }

  RawInput.Scanner bounding(RawInput.Scanner scanner) {
    return (bytes, from, to) -> {
      int end = scanner.scan(bytes, from, Math.min(to, from + most));
      owed += end - from;
      return end;
    };
  }
}
