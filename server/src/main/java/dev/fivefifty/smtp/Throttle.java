package dev.fivefifty.smtp;

import java.time.Duration;

/**
 * Content read only so fast, in real time: what is not read fills the kernel's buffer and stops the
 * client.
 */
final class Throttle {
  private static final int TURNS_A_SECOND = 20;

  private final long bytesPerSecond;
  private final int most;
  private long owed;

  Throttle(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
    this.most = (int) Math.max(1, Math.min(bytesPerSecond / TURNS_A_SECOND, RawInput.BUFFER));
  }

  /** Waits until what was read is paid for. */
  void await(Conversation conversation) {
    Duration price = Duration.ofNanos(owed * 1_000_000_000L / bytesPerSecond);
    owed = 0;
    conversation.sleepUnread(price);
  }

  RawInput.Scanner bounding(RawInput.Scanner scanner) {
    return (bytes, from, to) -> {
      int end = scanner.scan(bytes, from, Math.min(to, from + most));
      owed += end - from;
      return end;
    };
  }
}
