package dev.fivefifty.journal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners whose exceptions harm nobody: the first of each is logged. Thread-safe.
 *
 * @param <T> what they are told
 */
public final class Listeners<T> {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final String event;
  private final List<Listener<T>> listeners = new CopyOnWriteArrayList<>();

  private record Listener<T>(Consumer<T> consumer, AtomicBoolean failed) {}

  /**
   * Nobody yet.
   *
   * @param event what they are told, for the log
   */
  public Listeners(String event) {
    this.event = event;
  }

  /**
   * Adds one.
   *
   * @param consumer called from now on
   */
  public void add(Consumer<T> consumer) {
    listeners.add(new Listener<>(consumer, new AtomicBoolean()));
  }

  /**
   * Tells all, one after the other.
   *
   * @param what made once, and only if anybody listens
   */
  public void call(Supplier<T> what) {
    if (listeners.isEmpty()) {
      return;
    }
    T value = what.get();
    for (Listener<T> listener : listeners) {
      try {
        listener.consumer.accept(value);
      } catch (RuntimeException e) {
        if (!listener.failed.getAndSet(true)) {
          log.warn("a listener for {} failed; this is logged once", event, e);
        }
      }
    }
  }
}
