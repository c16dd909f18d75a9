package dev.fivefifty.http;

import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happens, as one tag sees it: a session begins when it carries the tag for the first time,
 * and then what was said in it before any tag was known comes first.
 *
 * @param journal the view of the tag
 * @param tag in lower case
 */
record TaggedEvents(Journal journal, String tag) {
  /** What is told instead of a happening: nothing, itself, or itself as the last of several. */
  List<Happening> shown(Happening happening) {
    if (happening instanceof Happening.Exchanged exchanged) {
      return isOwn(exchanged.exchange()) ? withWhatWasBefore(exchanged) : List.of();
    }
    return happening instanceof Happening.Ended ended
        ? journal.session(ended.session().id()).stream()
            .<Happening>map(Happening.Ended::new)
            .toList()
        : List.of();
  }

  private boolean isOwn(Exchange exchange) {
    return exchange.tag().filter(tag::equals).isPresent();
  }

  private List<Happening> withWhatWasBefore(Happening.Exchanged exchanged) {
    Exchange known = exchanged.exchange();
    Optional<Session> session = journal.session(known.session());
    List<Happening> told = new ArrayList<>();
    boolean begins = session.isPresent();
    for (Exchange each : session.map(Session::exchanges).orElse(List.of())) {
      if (each.number() >= known.number()) {
        break;
      }
      if (isOwn(each)) {
        begins = false;
        told.clear();
      } else {
        told.add(new Happening.Exchanged(each));
      }
    }
    if (begins) {
      told.add(0, new Happening.Began(session.orElseThrow()));
    }
    told.add(exchanged);
    return told;
  }
}
