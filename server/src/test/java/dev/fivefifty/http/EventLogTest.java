package dev.fivefifty.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLogTest {
  /** What is told does not matter here. */
  private static Happening of(long size) {
    return new Happening.Began(null, size);
  }

  private static EventLog log(int most, long bytes, int happened) {
    EventLog log = new EventLog(most, bytes);
    for (int i = 1; i <= happened; i++) {
      log.add(of(i));
    }
    return log;
  }

  private static List<Long> sizes(EventLog.Read read) {
    return read.happenings().stream().map(Happening::size).toList();
  }

  @Test
  void each_reader_reads_all_in_order_and_in_pieces() throws InterruptedException {
    EventLog log = log(10, 1_000, 5);
    for (int reader = 0; reader < 2; reader++) {
      EventLog.Read first = log.read(1, 3, Duration.ZERO);
      assertThat(sizes(first)).containsExactly(1L, 2L, 3L);
      EventLog.Read second = log.read(first.next(), 3, Duration.ZERO);
      assertThat(sizes(second)).containsExactly(4L, 5L);
      assertThat(log.read(second.next(), 3, Duration.ZERO).happenings()).isEmpty();
    }
  }

  @Test
  void who_is_too_far_behind_is_told_and_goes_on_in_the_middle() throws InterruptedException {
    // 6 to 15 are held.
    EventLog log = log(10, 1_000, 15);
    EventLog.Read read = log.read(5, 100, Duration.ZERO);
    assertThat(read.lost()).isEqualTo(6);
    assertThat(sizes(read)).containsExactly(11L, 12L, 13L, 14L, 15L);
    assertThat(log.read(6, 1, Duration.ZERO).lost()).isZero();
  }

  @Test
  void what_is_held_is_bounded_in_bytes_too() throws InterruptedException {
    // 14 and 15 are held.
    EventLog log = log(10, 30, 15);
    assertThat(log.read(14, 100, Duration.ZERO).lost()).isZero();
    assertThat(log.read(13, 100, Duration.ZERO).lost()).isEqualTo(2);
    log.add(of(31));
    assertThat(sizes(log.read(16, 100, Duration.ZERO))).containsExactly(31L);
    assertThat(log.read(15, 100, Duration.ZERO).lost()).isEqualTo(1);
  }

  @Test
  void who_waits_is_woken_by_what_happens_and_by_the_end() {
    EventLog log = log(10, 30, 0);
    CompletableFuture<EventLog.Read> waits = reading(log, 1);
    log.add(of(7));
    assertThat(sizes(waits.join())).containsExactly(7L);
    CompletableFuture<EventLog.Read> again = reading(log, 2);
    log.close();
    assertThat(again.join().happenings()).isEmpty();
  }

  private static CompletableFuture<EventLog.Read> reading(EventLog log, long from) {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return log.read(from, 10, ApiClient.GUARD.multipliedBy(2));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            task -> new Thread(task).start())
        .orTimeout(ApiClient.GUARD.toSeconds(), TimeUnit.SECONDS);
  }
}
