package dev.fivefifty;

import dev.fivefifty.expect.Asked;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ServerFacts;
import dev.fivefifty.http.Endpoint;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleBook;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** One test's view of a server in this JVM: the rules and the journal of a tag. Keeps nothing. */
final class TaggedServer implements Backend {
  private final LocalServer server;
  private final String tag;

  TaggedServer(LocalServer server, String tag) {
    this.server = server;
    this.tag = tag;
  }

  private RuleBook book() {
    return server.book();
  }

  private String fullName(String name) {
    return tag + "/" + name;
  }

  @Override
  public Backend tagged(String other) {
    return server.tagged(other);
  }

  // --- of the tag

  @Override
  public Map<String, Rule> rules() {
    return book().current().rules(tag);
  }

  @Override
  public Map<String, Long> applications() {
    return book().current().applications(tag);
  }

  @Override
  public void add(List<Rule> rules) {
    book().add(RuleBook.tagged(rules, tag));
  }

  @Override
  public void replaceRules(List<Rule> rules) {
    book().replaceAll(tag, RuleBook.tagged(rules, tag));
  }

  @Override
  public boolean replaceRule(String name, Rule rule) {
    return book().replace(fullName(name), rule);
  }

  @Override
  public Optional<Rule> removeRule(String name) {
    return book().remove(fullName(name));
  }

  @Override
  public Map<String, Rule> removeRules() {
    return book().replaceAll(tag, List.of()).rules(tag);
  }

  @Override
  public Optional<Integer> reload() {
    return server.reload(tag);
  }

  @Override
  public void reset() {
    book().restore(tag, server.startRules());
    server.releaseStalls(tag);
    journal().clear();
  }

  @Override
  public Journal journal() {
    return server.recorder().tagged(tag);
  }

  @Override
  public Evidence evidence() {
    return Evidence.of(journal(), seed(), applications());
  }

  @Override
  public void close() {
    // The server is another's.
  }

  // --- of the server

  @Override
  public ServerFacts facts() {
    return server.facts();
  }

  @Override
  public ScenarioFiles scenarios() {
    return server.scenarios();
  }

  @Override
  public void asked(Asked asked) {
    server.asked(asked);
  }

  @Override
  public List<Listener> listeners() {
    return server.listeners();
  }

  @Override
  public List<Endpoint> endpoints() {
    return server.endpoints();
  }

  @Override
  public long seed() {
    return server.seed();
  }

  @Override
  public void pause(Optional<String> listener) {
    server.pause(listener);
  }

  @Override
  public void resume(Optional<String> listener) {
    server.resume(listener);
  }

  @Override
  public Instant now() {
    return server.now();
  }

  @Override
  public void advance(Duration duration) {
    server.advance(duration);
  }

  @Override
  public String id() {
    return server.id();
  }

  @Override
  public String revision() {
    return server.revision();
  }

  @Override
  public Clock clock() {
    return server.clock();
  }

  @Override
  public SSLContext sslContext() {
    return server.sslContext();
  }

  @Override
  public SSLContext sslContext(String commonName) {
    return server.sslContext(commonName);
  }

  @Override
  public X509Certificate caCertificate() {
    return server.caCertificate();
  }

  @Override
  public String caPem() {
    return server.caPem();
  }
}
