package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChainTest {
  private final SessionLog log =
      new SessionLog(1, Fixtures.begin(new JournalRecorder(1, 1)).log().state());
  private final Chain<Integer> all = Chain.ofAll();
  private final Chain<Integer> odd = Chain.ofSession();

  private Held<Integer> add(int number) {
    Held<Integer> held = new Held<>(number, 1, log, number);
    all.add(held);
    if (number % 2 == 1) {
      odd.add(held);
    }
    return held;
  }

  @Test
  void two_chains_of_the_same_things_know_nothing_of_each_other() {
    List<Held<Integer>> held = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      held.add(add(i));
    }
    assertThat(all.values()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(odd.values()).containsExactly(1, 3, 5);

    // The first, one in the middle, and the last.
    all.remove(held.get(0));
    all.remove(held.get(3));
    all.remove(held.get(5));
    assertThat(all.values()).containsExactly(1, 2, 4);
    assertThat(odd.values()).containsExactly(1, 3, 5);
    odd.remove(held.get(1));
    assertThat(all.first()).isSameAs(held.get(1));
    assertThat(odd.first()).isSameAs(held.get(3));

    add(7);
    assertThat(all.values()).containsExactly(1, 2, 4, 7);
    assertThat(odd.values()).containsExactly(3, 5, 7);
  }

  @Test
  void an_empty_one_can_be_filled_again() {
    all.remove(add(2));
    assertThat(all.first()).isNull();
    assertThat(all.values()).isEmpty();
    add(4);
    assertThat(all.values()).containsExactly(4);
  }

  @Test
  void only_the_very_object_is_replaced() {
    Integer recorded = add(1_000_001).value;
    add(1_000_002);
    all.replace(Integer.valueOf(1_000_002), 5);
    assertThat(all.values()).containsExactly(1_000_001, 1_000_002);
    all.replace(recorded, 5);
    assertThat(all.values()).containsExactly(5, 1_000_002);
  }

  /** Every other one is taken out while somebody reads, and each of those that stay is seen. */
  @Test
  void a_reader_misses_nothing_that_stays() throws Exception {
    int most = 20_000;
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> done =
          writer.submit(
              () -> {
                Held<Integer> gone = add(0);
                for (int i = 1; i < most; i += 2) {
                  add(i);
                  Held<Integer> next = add(i + 1);
                  all.remove(gone);
                  gone = next;
                }
              });
      boolean last;
      do {
        last = done.isDone();
        int expected = 1;
        for (int seen : all.values()) {
          if (seen % 2 == 1) {
            assertThat(seen).isEqualTo(expected);
            expected += 2;
          }
        }
        if (last) {
          assertThat(expected).isEqualTo(most + 1);
        }
      } while (!last);
      done.get(20, TimeUnit.SECONDS);
    } finally {
      writer.shutdownNow();
    }
  }
}
