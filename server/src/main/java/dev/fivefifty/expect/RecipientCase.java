package dev.fivefifty.expect;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.RecipientHistory;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Nearest;
import java.util.List;
import java.util.Optional;

/** A question about a recipient and what there is to answer it: says what came instead. */
record RecipientCase(Evidence evidence, RecipientHistory history) {
  List<Attempt> attempts() {
    return history.attempts();
  }

  Attempt last() {
    return attempts().get(attempts().size() - 1);
  }

  Judgement no(String reason) {
    return Judgement.no(reason).about(attempts());
  }

  /** No attempt is as expected; this one comes closest. */
  Judgement noneOf(Attempt closest) {
    int count = attempts().size();
    boolean last = closest.equals(last());
    return Judgement.no(
            (count == 1
                    ? "its only attempt was "
                    : "it was attempted "
                        + Times.exactly(count)
                        + ", and the "
                        + (last ? "last" : Says.ordinal(attempts().indexOf(closest) + 1))
                        + " attempt was ")
                + Says.outcome(closest))
        .about(List.of(closest))
        .about(attempts());
  }

  String notRetried() {
    if (attempts().size() == 1) {
      return "its only attempt was " + Says.outcome(last());
    }
    return "no attempt of " + attempts().size() + " repeats another: sender or Message-ID differ";
  }

  /** Nobody tried: what happened instead, and to whom. */
  Judgement none() {
    List<Attempt> all = evidence.attempts();
    String nobody = "no attempt named it";
    if (evidence.sessions().isEmpty() && all.isEmpty()) {
      return Judgement.no("no client has connected");
    }
    List<Attempt> unnamed = history.unnamedTries();
    List<String> others =
        all.stream().map(Attempt::recipient).flatMap(Optional::stream).distinct().toList();
    Optional<String> nearest = Nearest.to(history.who(), others);
    if (nearest.isPresent()) {
      List<Attempt> near = evidence.recipient(nearest.get()).attempts();
      return Judgement.no(
              nobody
                  + "; the nearest recipient is "
                  + nearest.get()
                  + ", whose last attempt was "
                  + Says.outcome(near.get(near.size() - 1)))
          .about(near);
    }
    if (!unnamed.isEmpty()) {
      Attempt last = unnamed.get(unnamed.size() - 1);
      return Judgement.no(
              nobody
                  + "; "
                  + (unnamed.size() == 1
                      ? "the only attempt, which named nobody before its session ended, was "
                      : "the last of "
                          + unnamed.size()
                          + " attempts that named nobody before their sessions ended was ")
                  + Says.outcome(last))
          .about(List.of(last))
          .about(unnamed);
    }
    if (!others.isEmpty()) {
      return Judgement.no(
              nobody + "; " + Says.count(all.size(), "attempt") + " named " + Says.capped(others))
          .about(all);
    }
    List<Long> sessions = evidence.sessions().stream().map(Session::id).toList();
    if (!all.isEmpty()) {
      return Judgement.no(
              "no client came as far as naming a recipient, in "
                  + Says.count(sessions.size(), "session"))
          .about(all)
          .inSessions(sessions);
    }
    boolean open = evidence.sessions().stream().anyMatch(Session::isOpen);
    return Judgement.no(
            "no attempt was decided in "
                + Says.count(sessions.size(), "session")
                + (open ? ", and not every session has ended" : ""))
        .inSessions(sessions);
  }
}
