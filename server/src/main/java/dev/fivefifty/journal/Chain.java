package dev.fivefifty.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Things that are held, in order; each is its own link, which is smaller and quicker than one of a
 * collection. Changed under the journal's lock, and read without: what is taken out still leads on
 * to what comes after it, for whoever is just there.
 */
final class Chain<T> {
  /** Whether it is one session's, rather than that of all. */
  private final boolean ofSession;

  private volatile @Nullable Held<T> first;
  private @Nullable Held<T> last;

  private Chain(boolean ofSession) {
    this.ofSession = ofSession;
  }

  static <T> Chain<T> ofAll() {
    return new Chain<>(false);
  }

  static <T> Chain<T> ofSession() {
    return new Chain<>(true);
  }

  @Nullable Held<T> first() {
    return first;
  }

  void add(Held<T> held) {
    Held<T> before = last;
    before(held, before);
    last = held;
    if (before == null) {
      first = held;
    } else {
      next(before, held);
    }
  }

  void remove(Held<T> held) {
    Held<T> before = before(held);
    Held<T> next = next(held);
    if (before == null) {
      first = next;
    } else {
      next(before, next);
    }
    if (next == null) {
      last = before;
    } else {
      before(next, before);
    }
  }

  /** Does nothing if it is no longer held; fast if it is among the last. */
  void replace(T recorded, T corrected) {
    for (Held<T> held = last; held != null; held = before(held)) {
      if (held.value == recorded) {
        held.value = corrected;
        return;
      }
    }
  }

  /** Those that fit, in order. */
  List<Held<T>> held(Predicate<T> which) {
    List<Held<T>> found = new ArrayList<>();
    for (Held<T> held = first; held != null; held = next(held)) {
      if (which.test(held.value)) {
        found.add(held);
      }
    }
    return found;
  }

  List<T> values() {
    List<T> values = new ArrayList<>();
    for (Held<T> held = first; held != null; held = next(held)) {
      values.add(held.value);
    }
    return Collections.unmodifiableList(values);
  }

  private @Nullable Held<T> next(Held<T> held) {
    return ofSession ? held.nextInSession : held.nextOfAll;
  }

  private void next(Held<T> held, @Nullable Held<T> next) {
    if (ofSession) {
      held.nextInSession = next;
    } else {
      held.nextOfAll = next;
    }
  }

  private @Nullable Held<T> before(Held<T> held) {
    return ofSession ? held.beforeInSession : held.beforeOfAll;
  }

  private void before(Held<T> held, @Nullable Held<T> before) {
    if (ofSession) {
      held.beforeInSession = before;
    } else {
      held.beforeOfAll = before;
    }
  }
}
