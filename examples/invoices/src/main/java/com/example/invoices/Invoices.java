package com.example.invoices;

import com.example.invoices.Answer.Accepted;
import com.example.invoices.Answer.Deferred;
import com.example.invoices.Answer.Refused;
import com.example.invoices.Delivery.State;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends invoices from an outbox. A recipient who was refused for good is not tried again, and a
 * dead address never; whoever was put off is tried again later, with the very same mail, for as
 * long as the policy says.
 */
public final class Invoices implements InvoiceMailer {
  private final Outbox outbox;
  private final Relays relays;
  private final RetryPolicy policy;
  private final Clock clock;
  private final MailWriter writer;

  /**
   * A mailer.
   *
   * @param outbox where mail waits
   * @param sender the address that invoices come from
   * @param policy when to try again
   * @param clock tells the time
   * @param relays the mail servers, the best first
   */
  public Invoices(Outbox outbox, String sender, RetryPolicy policy, Clock clock, Relay... relays) {
    this.outbox = outbox;
    this.relays = new Relays(List.of(relays));
    this.policy = policy;
    this.clock = clock;
    this.writer = new MailWriter(sender);
  }

  @Override
  public void send(Invoice invoice) {
    Instant now = clock.instant();
    Mail mail = writer.write(invoice, now);
    for (String recipient : invoice.recipients()) {
      Delivery delivery = new Delivery(mail, recipient, State.WAITING, now, now, "");
      outbox.put(
          outbox.isDead(recipient)
              ? delivery.ended(State.BOUNCED, "known to be a dead address")
              : delivery);
    }
  }

  @Override
  public void tick() {
    for (List<Delivery> together : due().values()) {
      if (!deliver(together)) {
        // Nobody takes mail now: the rest need not knock too.
        return;
      }
    }
  }

  /** What is due, each mail with all recipients that wait for it, for one transaction. */
  private Map<Mail, List<Delivery>> due() {
    Instant now = clock.instant();
    Map<Mail, List<Delivery>> due = new LinkedHashMap<>();
    for (Delivery delivery : outbox.deliveries()) {
      if (delivery.state() == State.WAITING && !delivery.due().isAfter(now)) {
        due.computeIfAbsent(delivery.mail(), mail -> new ArrayList<>()).add(delivery);
      }
    }
    return due;
  }

  /** Tries once; false if no relay takes mail. */
  private boolean deliver(List<Delivery> together) {
    Mail mail = together.get(0).mail();
    try {
      Map<String, Answer> answers =
          relays.deliver(mail, together.stream().map(Delivery::recipient).toList());
      together.forEach(delivery -> note(delivery, answers.get(delivery.recipient())));
      return true;
    } catch (UnavailableException e) {
      together.forEach(delivery -> note(delivery, new Deferred(e.getMessage())));
      return false;
    }
  }

  private void note(Delivery delivery, Answer answer) {
    if (answer instanceof Accepted) {
      outbox.put(delivery.ended(State.SENT, answer.words()));
    } else if (answer instanceof Refused refused) {
      if (refused.noMailbox()) {
        outbox.markDead(delivery.recipient());
      }
      outbox.put(delivery.ended(State.BOUNCED, answer.words()));
    } else {
      Instant next = clock.instant().plus(policy.interval());
      outbox.put(
          next.isAfter(delivery.since().plus(policy.giveUpAfter()))
              ? delivery.ended(State.GIVEN_UP, answer.words())
              : delivery.dueAt(next, answer.words()));
    }
  }

  @Override
  public boolean isBouncing(String address) {
    return outbox.isDead(address);
  }
}
