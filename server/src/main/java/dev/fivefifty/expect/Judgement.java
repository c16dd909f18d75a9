package dev.fivefifty.expect;

import dev.fivefifty.journal.Attempt;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of an expectation. Immutable and thread-safe.
 *
 * @param holds whether things are as expected
 * @param isFinal whether nothing that still happens can make it hold, so that waiting is in vain
 * @param reason the closest thing that happened and how it differs; empty if it holds
 * @param attempts those to show
 * @param sessions the numbers of those to show, the most telling first
 * @param nearMissesOf which rules may be the reason because they did not apply: those of this name,
 *     all if it is empty, none if it is null
 */
public record Judgement(
    boolean holds,
    boolean isFinal,
    String reason,
    List<Attempt> attempts,
    List<Long> sessions,
    @Nullable String nearMissesOf) {

  /** Begins another line of a reason, below the first. */
  static final String NEXT_LINE = "\n          ";

  /** Copies the lists. */
  public Judgement {
    attempts = List.copyOf(attempts);
    sessions = List.copyOf(sessions);
  }

  static Judgement yes() {
    return new Judgement(true, false, "", List.of(), List.of(), null);
  }

  static Judgement no(String reason) {
    return new Judgement(false, false, reason, List.of(), List.of(), null);
  }

  static Judgement of(boolean holds, String reason) {
    return holds ? yes() : no(reason);
  }

  Judgement finallySo(boolean so) {
    return new Judgement(holds, so && !holds, reason, attempts, sessions, nearMissesOf);
  }

  /** Shows these attempts, and their sessions after those that are shown already. */
  Judgement about(Collection<Attempt> more) {
    Set<Attempt> all = new LinkedHashSet<>(attempts);
    all.addAll(more);
    return new Judgement(holds, isFinal, reason, List.copyOf(all), sessions, nearMissesOf)
        .inSessions(more.stream().map(Attempt::session).toList());
  }

  Judgement inSessions(Collection<Long> more) {
    Set<Long> all = new LinkedHashSet<>(sessions);
    all.addAll(more);
    return new Judgement(holds, isFinal, reason, attempts, List.copyOf(all), nearMissesOf);
  }

  /** For what only a rule brings about: shows which rule nearly applied. */
  Judgement askingForRule() {
    return askingForRule("");
  }

  Judgement askingForRule(String name) {
    return new Judgement(holds, isFinal, reason, attempts, sessions, name);
  }

  /** The same in other words, and not as expected. */
  Judgement because(List<String> reasons) {
    return new Judgement(
        false, isFinal, String.join(NEXT_LINE, reasons), attempts, sessions, nearMissesOf);
  }
}
