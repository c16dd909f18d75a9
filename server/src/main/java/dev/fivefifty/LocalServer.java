package dev.fivefifty;

import dev.fivefifty.expect.Asked;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ServerFacts;
import dev.fivefifty.http.Endpoint;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.JournalRecorder;
import dev.fivefifty.rule.Nearest;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleBook;
import dev.fivefifty.rule.Tags;
import dev.fivefifty.smtp.AuthOptions;
import dev.fivefifty.smtp.ListenerOptions;
import dev.fivefifty.smtp.ServerContext;
import dev.fivefifty.smtp.ServerOptions;
import dev.fivefifty.smtp.SmtpServer;
import dev.fivefifty.smtp.Timeline;
import dev.fivefifty.smtp.TlsMaterial;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;

/** A server in this JVM: one journal and one rule book for all its listeners. */
final class LocalServer implements Backend {
  private final ServerContext context;
  private final Clock clock;
  private final List<SmtpServer> servers = new ArrayList<>();
  private final String id = Long.toHexString(new SplittableRandom().nextLong());
  private final AtomicLong ruleChanges = new AtomicLong();
  private final Consumer<Asked> onAsked;
  private final ScenarioFiles library;
  private volatile List<RuleSource> sources;

  /**
   * Starts.
   *
   * @throws java.io.UncheckedIOException if a port cannot be bound; then none is
   */
  LocalServer(
      ServerContext context,
      List<ListenerOptions> listeners,
      List<RuleSource> sources,
      ScenarioFiles library,
      Consumer<Asked> onAsked) {
    this.context = context;
    this.library = library;
    this.sources = sources;
    this.onAsked = onAsked;
    this.clock = new Clock(context.timeline()::now, context.timeline()::advance);
    context.rules().onChange(ruleChanges::incrementAndGet);
    try {
      for (ListenerOptions listener : listeners) {
        servers.add(new SmtpServer(listener, context));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  RuleBook book() {
    return context.rules();
  }

  JournalRecorder recorder() {
    return context.journal();
  }

  private Timeline timeline() {
    return context.timeline();
  }

  private TlsMaterial tls() {
    return context.tls();
  }

  @Override
  public List<Listener> listeners() {
    return servers.stream()
        .map(
            server ->
                new Listener(
                    server.listener().name(),
                    server.listener().bind(),
                    server.port(),
                    server.listener().implicitTls(),
                    server.listener().receiveBuffer(),
                    server.listener().proxyProtocol()))
        .toList();
  }

  @Override
  public List<Endpoint> endpoints() {
    return listeners().stream()
        .map(
            listener ->
                new Endpoint(
                    listener.name(),
                    toConnect(Objects.requireNonNull(listener.bind())),
                    listener.port(),
                    listener.implicitTls()))
        .toList();
  }

  private static String toConnect(InetAddress bind) {
    return bind.isAnyLocalAddress()
        ? InetAddress.getLoopbackAddress().getHostAddress()
        : bind.getHostAddress();
  }

  private List<SmtpServer> named(Optional<String> listener) {
    if (listener.isEmpty()) {
      return servers;
    }
    for (SmtpServer server : servers) {
      if (server.listener().name().equals(listener.get())) {
        return List.of(server);
      }
    }
    throw noListener(listener.get(), endpoints());
  }

  static IllegalArgumentException noListener(String listener, List<Endpoint> endpoints) {
    List<String> names = endpoints.stream().map(Endpoint::name).toList();
    return new IllegalArgumentException(
        "there is no listener '"
            + listener
            + "' (expected one of "
            + String.join(", ", names)
            + Nearest.hint(listener, names)
            + ")");
  }

  @Override
  public long seed() {
    return book().seed();
  }

  @Override
  public Map<String, Rule> rules() {
    return book().current().rules();
  }

  @Override
  public Map<String, Long> applications() {
    return book().current().applications();
  }

  @Override
  public void add(List<Rule> rules) {
    book().add(rules);
  }

  @Override
  public ScenarioFiles scenarios() {
    return library;
  }

  @Override
  public ServerFacts facts() {
    ServerOptions options = context.options();
    AuthOptions auth = context.auth();
    return new ServerFacts(
        options.hostname(),
        options.size(),
        options.maxRecipients(),
        options.maxConnections(),
        options.idleTimeout(),
        options.starttls(),
        options.clientCertificates(),
        !auth.mechanisms().isEmpty(),
        auth.users().any(),
        auth.required(),
        auth.onlyUnderTls());
  }

  @Override
  public void replaceRules(List<Rule> rules) {
    book().replaceAll(rules);
  }

  @Override
  public boolean replaceRule(String name, Rule rule) {
    return book().replace(name, rule);
  }

  @Override
  public Optional<Rule> removeRule(String name) {
    return book().remove(name);
  }

  @Override
  public Map<String, Rule> removeRules() {
    return book().replaceAll(List.of()).rules();
  }

  @Override
  public Optional<Integer> reload() {
    return again(
        rules -> {
          book().replaceAll(rules);
          return rules.size();
        });
  }

  /** Reads the rule files again; only rules that were put in force are those of the start then. */
  private Optional<Integer> again(ToIntFunction<List<Rule>> putInForce) {
    if (sources.stream().noneMatch(RuleSource::changes)) {
      return Optional.empty();
    }
    List<RuleSource> again = sources.stream().map(source -> source.again(facts())).toList();
    int rules = putInForce.applyAsInt(RuleSource.all(again));
    sources = again;
    return Optional.of(rules);
  }

  @Override
  public Backend tagged(String tag) {
    String canonical = Tags.canonical(tag);
    if (book().tags().isNone()) {
      throw new IllegalStateException(
          "the server has no source of tags, so that no session carries one (expected"
              + " FiveFifty.builder().tags(TagSource.subaddress()), 'tags: subaddress' under"
              + " 'server' in a rule file, or serve --tags subaddress)");
    }
    return new TaggedServer(this, canonical);
  }

  /** All rules of the start. */
  List<Rule> startRules() {
    return RuleSource.all(sources);
  }

  /** Reads the rule files again, and puts the rules of one tag in force. */
  Optional<Integer> reload(String tag) {
    return again(
        rules -> {
          book().restore(tag, rules);
          return book().current().rules(tag).size();
        });
  }

  void releaseStalls(String tag) {
    servers.forEach(server -> server.releaseStalls(tag));
  }

  @Override
  public void reset() {
    book().replaceAll(RuleSource.all(sources));
    servers.forEach(SmtpServer::releaseStalls);
    context.bouncer().cancelAll("the server was reset");
    recorder().clear();
  }

  @Override
  public void pause(Optional<String> listener) {
    named(listener).forEach(SmtpServer::pause);
  }

  @Override
  public void resume(Optional<String> listener) {
    named(listener).forEach(SmtpServer::resume);
  }

  @Override
  public Instant now() {
    return timeline().now();
  }

  @Override
  public void advance(Duration duration) {
    timeline().advance(duration);
  }

  @Override
  public Journal journal() {
    return recorder();
  }

  @Override
  public Evidence evidence() {
    return Evidence.of(recorder(), seed(), applications());
  }

  @Override
  public void asked(Asked asked) {
    onAsked.accept(asked);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String revision() {
    // As long as the rules stay the same, what they are counted by only grows.
    long applied = applications().values().stream().mapToLong(Long::longValue).sum();
    return recorder().changes() + "." + ruleChanges + "." + applied;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public SSLContext sslContext() {
    return tls().clientContext();
  }

  @Override
  public SSLContext sslContext(String commonName) {
    return tls().clientContextWithCertificate(commonName);
  }

  @Override
  public X509Certificate caCertificate() {
    return tls().caCertificate();
  }

  @Override
  public String caPem() {
    return tls().caPem();
  }

  @Override
  public void close() {
    servers.forEach(SmtpServer::close);
    context.bouncer().close();
    timeline().close();
  }
}
