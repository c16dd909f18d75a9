package dev.fivefifty.smtp;

import dev.fivefifty.fault.Faults;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.SessionRecorder;
import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An occasion that was decided and is being answered. */
final class Answering {
  private final Occasion occasion;
  private final Decision decision;
  private final @Nullable Reply reply;
  private OptionalLong message = OptionalLong.empty();
  private List<Attempt> attempts = List.of();
  private Runnable beforeFaults = () -> {};
  private boolean endsSession;
  private Runnable onceRecorded = () -> {};
  private @Nullable Exchange recorded;
  private @Nullable SessionRecorder recorder;

  Answering(Occasion occasion, Decision decision, @Nullable Reply reply) {
    this.occasion = occasion;
    this.decision = decision;
    this.reply = reply;
  }

  Occasion occasion() {
    return occasion;
  }

  Instant at() {
    return occasion.now();
  }

  Decision decision() {
    return decision;
  }

  boolean byRule() {
    return decision.ruleName() != null;
  }

  /** What is said, or null for nothing. */
  @Nullable Reply reply() {
    return reply;
  }

  boolean saysPositive() {
    return reply != null && reply.isPositive();
  }

  boolean says(int code) {
    return reply != null && reply.code() == code;
  }

  Attempts.Verdict verdict() {
    return new Attempts.Verdict(
        reply, decision.ruleName(), replyCut(), occasion.tag().orElse(null));
  }

  /** Whether only a part of what is to be said is sent. */
  boolean replyCut() {
    return reply != null && Faults.cuts(decision.outcome(), reply.toBytes());
  }

  /** The number of the message that was stored, or empty. */
  OptionalLong message() {
    return message;
  }

  void message(long number) {
    this.message = OptionalLong.of(number);
  }

  /** What this answer decides. */
  List<Attempt> attempts() {
    return attempts;
  }

  void attempts(List<Attempt> decided) {
    this.attempts = decided;
  }

  /** What is to be done once the reply is sent, before a stall or a close. */
  Runnable beforeFaults() {
    return beforeFaults;
  }

  void beforeFaults(Runnable action) {
    this.beforeFaults = action;
  }

  /**
   * What is to be done once the exchange and its attempts are in the journal, before the reply is
   * sent.
   */
  void onceRecorded(Runnable action) {
    onceRecorded = action;
  }

  Runnable onceRecorded() {
    return onceRecorded;
  }

  synchronized void record(Exchange exchange, SessionRecorder journal) {
    recorded = exchange;
    recorder = journal;
    journal.add(exchange);
  }

  /** Corrects the exchange; may be called by several threads. */
  synchronized void correct(UnaryOperator<Exchange> correction) {
    Exchange before = recorded();
    Exchange after = correction.apply(before);
    Objects.requireNonNull(recorder).replace(before, after);
    recorded = after;
  }

  /** Adds to the exchange what was learnt after it was recorded. */
  void note(String text) {
    correct(
        exchange ->
            exchange.withNote(exchange.note().map(before -> before + "; ").orElse("") + text));
  }

  /** The exchange as it was recorded; there once the effect has been taken. */
  private Exchange recorded() {
    return Objects.requireNonNull(recorded);
  }

  /** The server's own reason to end the session after this answer. */
  void endSession() {
    endsSession = true;
  }

  /** 421 closes anywhere; 221 closes at QUIT only. */
  boolean closes() {
    return endsSession || says(421) || says(221) && occasion.stage() == Stage.QUIT;
  }
}
