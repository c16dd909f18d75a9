package com.example.newsletter;

import com.example.newsletter.Delivery.State;
import com.example.newsletter.SuppressionList.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Sends issues to subscribers, a letter to each. Whoever is put off is tried again after 30
 * minutes, an hour, two hours and so on, eight times in all, which takes two and a half days. If
 * the server wants nobody's mail for now, the run pauses. Thread-safe.
 */
@Service
public class Newsletter {
  private static final Duration FIRST_WAIT = Duration.ofMinutes(30);
  private static final int TRIES = 8;
  private static final Duration PAUSE = Duration.ofMinutes(15);

  private record Key(String issue, String subscriber) {}

  private final Postman postman;
  private final SuppressionList suppressions;
  private final Clock clock;
  private final Settings settings;
  private final Map<Key, Delivery> queue = new LinkedHashMap<>();
  private Instant pausedUntil = Instant.MIN;

  Newsletter(Postman postman, SuppressionList suppressions, Clock clock, Settings settings) {
    this.postman = postman;
    this.suppressions = suppressions;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Takes an issue over; {@link #tick()} sends it. Who has got it, or waits for it, is passed over.
   *
   * @param issue the issue
   * @param subscribers to whom it goes
   */
  public synchronized void send(Issue issue, Collection<String> subscribers) {
    String domain = settings.from().substring(settings.from().indexOf('@'));
    for (String subscriber : subscribers) {
      String messageId = "<" + issue.number() + "." + UUID.randomUUID() + domain + ">";
      queue.putIfAbsent(
          new Key(issue.number(), subscriber),
          Delivery.of(issue, subscriber, messageId, clock.instant()));
    }
  }

  /**
   * What has become of an issue.
   *
   * @param issue its number
   * @return a report as of now
   */
  public synchronized DeliveryReport report(String issue) {
    return new DeliveryReport(
        queue.values().stream().filter(each -> each.issue().number().equals(issue)).toList());
  }

  /** Sends what is due. */
  @Scheduled(cron = "${newsletter.schedule}")
  public synchronized void tick() {
    for (Map.Entry<Key, Delivery> each : queue.entrySet()) {
      Instant now = clock.instant();
      if (now.isBefore(pausedUntil)) {
        return;
      }
      Delivery delivery = each.getValue();
      if (delivery.state() == State.WAITING && !delivery.due().isAfter(now)) {
        each.setValue(next(delivery));
      }
    }
  }

  private Delivery next(Delivery delivery) {
    Optional<SuppressionList.Entry> suppressed = suppressions.find(delivery.subscriber());
    if (suppressed.isPresent()) {
      return delivery.ended(State.SUPPRESSED, suppressed.get().words());
    }
    return after(postman.deliver(delivery), delivery.tried());
  }

  private Delivery after(Answer answer, Delivery delivery) {
    String words = answer.words();
    return switch (answer.meaning()) {
      case ACCEPTED -> delivery.ended(State.ACCEPTED, words);
      case LATER -> later(delivery, words);
      case NOBODY_NOW -> {
        pausedUntil = clock.instant().plus(PAUSE);
        yield later(delivery, words);
      }
      case LOST ->
          delivery.inDoubt()
              ? delivery.ended(State.UNCONFIRMED, words)
              : later(delivery.doubted(), words);
      case NO_MAILBOX -> {
        suppressions.suppress(delivery.subscriber(), Reason.REFUSED, words);
        yield delivery.ended(State.REFUSED, words);
      }
      case MAILBOX_FULL -> {
        suppressions.strike(delivery.subscriber(), words);
        yield delivery.ended(State.REFUSED, words);
      }
      case UNWANTED -> delivery.ended(State.REFUSED, words);
    };
  }

  private Delivery later(Delivery delivery, String words) {
    if (delivery.tries() >= TRIES) {
      return delivery.ended(State.GIVEN_UP, words);
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << (delivery.tries() - 1));
    return delivery.waiting(clock.instant().plus(wait), words);
  }
}
