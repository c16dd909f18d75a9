package dev.fivefifty.http;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ServerFacts;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.JournalRecorder;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleBook;
import dev.fivefifty.rule.StartTls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal and a rule book without a server, for what is about HTTP alone. */
final class BareControl implements Control {
  final JournalRecorder journal = new JournalRecorder(1_000, 64L << 20);
  final RuleBook book = new RuleBook(1);

  /** How often the journal was looked at for an answer. */
  final AtomicInteger asked = new AtomicInteger();

  @Override
  public List<Endpoint> endpoints() {
    return List.of(new Endpoint("smtp", "127.0.0.1", 25, false));
  }

  @Override
  public long seed() {
    return book.seed();
  }

  @Override
  public String caPem() {
    return "";
  }

  @Override
  public Map<String, Rule> rules() {
    return book.current().rules();
  }

  @Override
  public Map<String, Long> applications() {
    return book.current().applications();
  }

  @Override
  public ScenarioFiles scenarios() {
    return ScenarioFiles.SHIPPED;
  }

  @Override
  public ServerFacts facts() {
    return new ServerFacts(
        "localhost",
        1,
        1,
        1,
        Duration.ofMinutes(5),
        StartTls.DISABLED,
        ClientCertificates.NONE,
        false,
        false,
        false,
        false);
  }

  @Override
  public void add(List<Rule> rules) {
    book.add(rules);
  }

  @Override
  public void replaceRules(List<Rule> rules) {
    book.replaceAll(rules);
  }

  @Override
  public boolean replaceRule(String name, Rule rule) {
    return book.replace(name, rule);
  }

  @Override
  public Optional<Rule> removeRule(String name) {
    return book.remove(name);
  }

  @Override
  public Map<String, Rule> removeRules() {
    return book.replaceAll(List.of()).rules();
  }

  @Override
  public Optional<Integer> reload() {
    return Optional.empty();
  }

  @Override
  public void reset() {
    throw new IllegalStateException("a secret of the inside");
  }

  @Override
  public void pause(Optional<String> listener) {}

  @Override
  public void resume(Optional<String> listener) {}

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public void advance(Duration duration) {}

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public Evidence evidence() {
    asked.incrementAndGet();
    return Evidence.of(journal, seed(), applications());
  }

  private final String id;

  BareControl() {
    this("bare");
  }

  BareControl(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String revision() {
    return String.valueOf(journal.changes());
  }

  @Override
  public Control tagged(String tag) {
    throw new IllegalStateException("there are no tags here");
  }

  @Override
  public void close() {}
}
