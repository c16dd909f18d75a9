package dev.fivefifty;

import dev.fivefifty.expect.Asked;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.file.ApiSettings;
import dev.fivefifty.file.AuthSettings;
import dev.fivefifty.file.FileProblem;
import dev.fivefifty.file.ListenSettings;
import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.NamedFile;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ScenarioNeed;
import dev.fivefifty.file.ServerSettings;
import dev.fivefifty.file.TlsSettings;
import dev.fivefifty.http.Endpoint;
import dev.fivefifty.http.HttpApi;
import dev.fivefifty.http.HttpControl;
import dev.fivefifty.http.HttpSettings;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.JournalRecorder;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Nearest;
import dev.fivefifty.rule.Network;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleBook;
import dev.fivefifty.rule.StartTls;
import dev.fivefifty.rule.TagSource;
import dev.fivefifty.rule.Tags;
import dev.fivefifty.scenario.Scenario;
import dev.fivefifty.scenario.Scenarios;
import dev.fivefifty.smtp.AuthOptions;
import dev.fivefifty.smtp.AuthUsers;
import dev.fivefifty.smtp.BounceHost;
import dev.fivefifty.smtp.Bouncer;
import dev.fivefifty.smtp.ListenerOptions;
import dev.fivefifty.smtp.Mechanism;
import dev.fivefifty.smtp.PemFile;
import dev.fivefifty.smtp.ServerContext;
import dev.fivefifty.smtp.ServerOptions;
import dev.fivefifty.smtp.Timeline;
import dev.fivefifty.smtp.TlsIdentity;
import dev.fivefifty.smtp.TlsMaterial;
import dev.fivefifty.smtp.UnfitFileException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server for tests that refuses, delays, breaks or loses mail as its rules say, and keeps a
 * journal of what happened.
 *
 * <pre>{@code
 * try (FiveFifty smtp = FiveFifty.start()) {
 *   smtp.add(at(RCPT).to("*@gone.example").reply("550 5.1.1 <${to}>: Mailbox not found"));
 *   …
 * }
 * }</pre>
 *
 * <p>Thread-safe; rules can change while sessions run.
 */
public final class FiveFifty implements AutoCloseable {
  private final Backend backend;
  private final @Nullable HttpApi api;
  private final @Nullable String tag;

  private FiveFifty(Backend backend, @Nullable HttpApi api) {
    this(backend, api, null);
  }

  private FiveFifty(Backend backend, @Nullable HttpApi api, @Nullable String tag) {
    this.backend = backend;
    this.api = api;
    this.tag = tag;
  }

  /**
   * Starts a server on loopback and a free port, without rules, its journal on.
   *
   * @return the server; close it when done
   */
  public static FiveFifty start() {
    return builder().start();
  }

  /**
   * Connects to a server elsewhere, such as one in a container, by its control API. Whatever can be
   * asked of a server and done to it works there, but for rules that hold a condition or a reply in
   * Java, {@link #sslContext(String)}, and what {@link Journal} calls back.
   *
   * @param api such as {@code http://127.0.0.1:8025}
   * @return the server; closing it ends the connection alone
   * @throws java.io.UncheckedIOException if nothing answers there
   * @throws IllegalStateException if it is no FiveFifty, one of another version, or wants a token
   * @throws IllegalArgumentException if the URI cannot be that of a control API
   */
  public static FiveFifty connect(URI api) {
    return new FiveFifty(new RemoteServer(HttpControl.connect(api, null)), null);
  }

  /**
   * Connects to a server elsewhere whose control API wants a token, see {@link #connect(URI)}.
   *
   * @param api such as {@code http://smtp.example:8025}
   * @param token what the server was started with
   * @return the server; closing it ends the connection alone
   */
  public static FiveFifty connect(URI api, String token) {
    return new FiveFifty(new RemoteServer(HttpControl.connect(api, token)), null);
  }

  /**
   * One test's view of a server that several share: a session belongs to the test whose tag it
   * carries, see {@link Builder#tags}.
   *
   * <p>Of the view are the rules of that tag, to which those that are added here belong and which
   * are asked only where a session carries the tag; {@link #rules()} and {@link #applications()}
   * show them by the names that they have among each other. Of it is what happened, too: each
   * session that carried the tag, with what was said under it and what was said before any tag was
   * known, and the attempts and messages of that tag. {@link #reset()} goes back to the rules of
   * the start that have the tag, ends the stalls of sessions that carry it, and removes from the
   * journal what this view shows; {@link Journal#clear()} does the latter alone. What a session
   * said before any tag was known goes with the last of its tags. A message that a view has taken
   * is taken for all views of that tag, not for the server as a whole.
   *
   * <p>All else is the server's and shared with every other test: listeners, outages, the clock,
   * the seed, the CA, and {@link Journal#discarded()}. Closing a view does nothing.
   *
   * @param tag ASCII letters, digits, hyphens, underscores and dots, or an IP address; case does
   *     not matter
   * @return the view
   * @throws IllegalArgumentException if it is no tag
   * @throws IllegalStateException if the server has no source of tags
   */
  public FiveFifty tagged(String tag) {
    Backend view = backend.tagged(tag);
    return new FiveFifty(view, api, Tags.canonical(tag));
  }

  /**
   * The tag whose rules and journal this is a view of, see {@link #tagged}.
   *
   * @return the tag in lower case, or empty if this is the server as a whole
   */
  public Optional<String> tag() {
    return Optional.ofNullable(tag);
  }

  /**
   * Describes a server.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Where the first listener listens.
   *
   * @return an address to connect to, such as {@code 127.0.0.1}
   */
  public String host() {
    return backend.endpoints().get(0).address();
  }

  /**
   * Where the first listener listens.
   *
   * @return the port
   */
  public int port() {
    return backend.endpoints().get(0).port();
  }

  /**
   * Where a listener listens.
   *
   * @param listener its name
   * @return the port
   * @throws IllegalArgumentException if there is no listener of that name
   */
  public int port(String listener) {
    for (Endpoint endpoint : backend.endpoints()) {
      if (endpoint.name().equals(listener)) {
        return endpoint.port();
      }
    }
    throw LocalServer.noListener(listener, backend.endpoints());
  }

  /**
   * The listeners with the addresses and ports that they have.
   *
   * @return in order
   */
  public List<Listener> listeners() {
    return backend.listeners();
  }

  /**
   * Where every listener listens.
   *
   * @return ports by the listener's name, in order
   */
  public Map<String, Integer> ports() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    backend.endpoints().forEach(endpoint -> ports.put(endpoint.name(), endpoint.port()));
    return ports;
  }

  /**
   * Where the control API is, see {@link Builder#http(int)}.
   *
   * @return such as {@code http://127.0.0.1:8025}, without a path
   * @throws IllegalStateException if it is off
   */
  public URI apiUri() {
    if (api == null) {
      throw new IllegalStateException(
          "the control API is off; FiveFifty.builder().http(0) starts it");
    }
    return api.uri();
  }

  /**
   * Where the control API listens, if it is on.
   *
   * @return the address and port that are bound, which may stand for every address; or empty
   */
  public Optional<InetSocketAddress> apiAddress() {
    return Optional.ofNullable(api).map(HttpApi::address);
  }

  /**
   * An outage: every listener refuses connections until {@link #resume()}. The ports stay the same,
   * and open sessions live on.
   */
  public void pause() {
    backend.pause(Optional.empty());
  }

  /**
   * An outage of one listener.
   *
   * @param listener its name
   * @throws IllegalArgumentException if there is no listener of that name
   */
  public void pause(String listener) {
    backend.pause(Optional.of(listener));
  }

  /** Ends every outage; no effect where there is none. */
  public void resume() {
    backend.resume(Optional.empty());
  }

  /**
   * Ends the outage of one listener.
   *
   * @param listener its name
   * @throws IllegalArgumentException if there is no listener of that name
   */
  public void resume(String listener) {
    backend.resume(Optional.of(listener));
  }

  /**
   * For clients: trusts this server's CA and nobody else.
   *
   * @return a context
   */
  public SSLContext sslContext() {
    return backend.sslContext();
  }

  /**
   * For clients that show a certificate, such as {@link Builder#clientCertificates} asks for. Where
   * one is required of other CAs ({@link Builder#clientCas}), it is refused.
   *
   * @param commonName the subject is {@code CN=} this; this server's CA signed it
   * @return a context like {@link #sslContext()}, with a new certificate
   */
  public SSLContext sslContext(String commonName) {
    return backend.sslContext(commonName);
  }

  /**
   * The CA that signed the server's certificate, made anew for each server unless a certificate was
   * given.
   *
   * @return the certificate
   */
  public X509Certificate caCertificate() {
    return backend.caCertificate();
  }

  /**
   * The CA for clients in other languages.
   *
   * @return the certificate in PEM
   */
  public String caPem() {
    return backend.caPem();
  }

  /**
   * From which chances and random delays are drawn.
   *
   * @return the seed
   */
  public long seed() {
    return backend.seed();
  }

  /**
   * Adds rules: they keep their order and come before those that are there.
   *
   * @param rules the rules
   * @throws dev.fivefifty.rule.InvalidRuleException if any is refused; then none is added
   */
  public void add(Rule... rules) {
    backend.add(List.of(rules));
  }

  /**
   * Adds rules: they keep their order and come before those that are there.
   *
   * @param rules the rules
   * @throws dev.fivefifty.rule.InvalidRuleException if any is refused; then none is added
   */
  public void add(List<Rule> rules) {
    backend.add(rules);
  }

  /**
   * Adds the rules of files, or of every rule file in a directory, before those that are there.
   * What the files say of the server itself applies only on {@link Builder#ruleFiles(Path...)}.
   *
   * @param filesOrDirectories YAML or JSON
   * @throws dev.fivefifty.file.RuleFileException if anything is wrong in any of them; then none is
   *     added
   * @throws IllegalArgumentException if a scenario that they use needs a setting that this server
   *     lacks; then none is added
   */
  public void addFiles(Path... filesOrDirectories) {
    add(RuleFiles.load(List.of(filesOrDirectories), backend.scenarios()));
  }

  /**
   * Adds the rules of a scenario before those that are there.
   *
   * @param scenario such as {@code Scenarios.named("greylisting").with("delay", "5m")}
   * @throws dev.fivefifty.file.RuleFileException if what it was told is no good; then no rule is
   *     added
   * @throws IllegalArgumentException if it needs a setting that this server lacks, or is here
   *     already; then no rule is added
   */
  public void add(Scenario scenario) {
    add(scenario.loaded());
  }

  /**
   * Adds the rules of a scenario before those that are there.
   *
   * @param name its name, see {@link Scenarios}
   * @param parameters what it is told; what is left out is as in its file
   * @throws dev.fivefifty.file.RuleFileException if what it was told is no good; then no rule is
   *     added
   * @throws IllegalArgumentException if there is no such scenario or parameter, if it needs a
   *     setting that this server lacks, or is here already; then no rule is added
   */
  public void addScenario(String name, Map<String, String> parameters) {
    add(Scenarios.named(name, backend.scenarios()).with(parameters));
  }

  /**
   * The same with the parameters of its file.
   *
   * @param name its name, see {@link Scenarios}
   */
  public void addScenario(String name) {
    addScenario(name, Map.of());
  }

  private void add(LoadedRules loaded) {
    check(loaded.needs());
    backend.add(loaded.rules());
  }

  /**
   * Checks that this server has what scenarios cannot be without, for who adds their rules alone.
   *
   * @param needs such as those of {@link Scenario#loaded()}
   * @throws IllegalArgumentException if it lacks a setting; names scenario and setting
   */
  public void check(List<ScenarioNeed> needs) {
    if (!needs.isEmpty()) {
      backend.facts().check(needs);
    }
  }

  /**
   * The rules by name, in the order in which they are asked. The name of a rule that has a tag is
   * {@code tag/name}; in a view of that tag, its name alone.
   *
   * @return a copy
   */
  public Map<String, Rule> rules() {
    return backend.rules();
  }

  /**
   * How often each rule has applied.
   *
   * @return counts by the rule's name
   */
  public Map<String, Long> applications() {
    return backend.applications();
  }

  /**
   * Replaces all rules at once; every count starts anew.
   *
   * @param rules the rules
   * @throws dev.fivefifty.rule.InvalidRuleException if any is refused; then the rules stay as they
   *     were
   */
  public void replaceRules(Rule... rules) {
    replaceRules(List.of(rules));
  }

  /**
   * Replaces all rules at once; every count starts anew.
   *
   * @param rules the rules
   * @throws dev.fivefifty.rule.InvalidRuleException if any is refused; then the rules stay as they
   *     were
   */
  public void replaceRules(List<Rule> rules) {
    backend.replaceRules(rules);
  }

  /**
   * Removes a rule.
   *
   * @param name its name
   * @return whether there was one
   */
  public boolean removeRule(String name) {
    return backend.removeRule(name).isPresent();
  }

  /**
   * Removes all rules at once: every answer is the server's own.
   *
   * @return the rules that were there, by name and in the order in which they were asked
   */
  public Map<String, Rule> removeRules() {
    return backend.removeRules();
  }

  /**
   * Reads the rule files of the start again, and the scenarios of the user's own that it was
   * started with, and replaces all rules at once; every count starts anew. What the files say of
   * the server itself stays as it was.
   *
   * @return how many rules there are now, or empty if the server was started without rule files
   * @throws dev.fivefifty.file.RuleFileException if anything is wrong in them; then the rules stay
   *     as they were
   * @throws IllegalArgumentException if a scenario needs a setting that this server lacks; then too
   */
  public Optional<Integer> reload() {
    return backend.reload();
  }

  /**
   * Goes back to the rules that the server was started with, their counts anew; ends every delay
   * and stall that is under way; empties the journal. The clock stays where it is, and open
   * sessions live on.
   */
  public void reset() {
    backend.reset();
  }

  /**
   * What happened.
   *
   * @return the journal
   */
  public Journal journal() {
    return backend.journal();
  }

  /**
   * Takes down all that is known now, for the questions of {@link
   * dev.fivefifty.expect.Expectations}.
   *
   * @return a value that does not change any more
   */
  public Evidence evidence() {
    return backend.evidence();
  }

  /**
   * The server's clock.
   *
   * @return the clock, which can be moved forward
   */
  public Clock clock() {
    return backend.clock();
  }

  /**
   * Waits for the next stored message that no call has taken yet. It stays in the journal.
   *
   * @param timeout how long to wait at most, in real time
   * @return the message
   * @throws NoMessageException if none came; its text says what happened instead
   */
  public ReceivedMessage takeMessage(Duration timeout) {
    try {
      return journal()
          .takeMessage(timeout)
          .orElseThrow(
              () ->
                  new NoMessageException(
                      "no message was stored within " + Durations.format(timeout) + happened()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoMessageException("interrupted while waiting for a message" + happened());
    }
  }

  private String happened() {
    List<Attempt> attempts = journal().attempts();
    String seed = " (seed " + seed() + ")";
    if (attempts.isEmpty()) {
      return ", and nothing was attempted; sessions: " + journal().sessions().size() + seed;
    }
    return "; the last attempts were"
        + attempts.stream()
            .skip(Math.max(0, attempts.size() - 5))
            .map(attempt -> "\n  " + attempt)
            .collect(Collectors.joining())
        + seed;
  }

  /**
   * Stops listening and ends every session, whatever it is doing. The journal can still be read.
   * Closing a view of a tag does nothing.
   */
  @Override
  public void close() {
    if (tag != null) {
      return;
    }
    if (api != null) {
      api.close();
    }
    backend.close();
  }

  /** Describes a {@link FiveFifty}. Not thread-safe. */
  public static final class Builder {
    private InetAddress bind = InetAddress.getLoopbackAddress();
    private int port;
    private final List<Listener> listeners = new ArrayList<>();
    private StartTls starttls = StartTls.DISABLED;
    private ClientCertificates clientCertificates = ClientCertificates.NONE;
    private List<X509Certificate> clientCas = List.of();
    private @Nullable TlsIdentity identity;
    private final Map<String, String> users = new LinkedHashMap<>();
    private boolean anyUser;
    private boolean authRequired;
    private boolean authOnlyUnderTls;
    private @Nullable List<Mechanism> mechanisms;
    private String hostname = "localhost";
    private long size = 25L * 1024 * 1024;
    private int maxRecipients = 1_000;
    private int maxConnections = 10_000;
    private Duration idleTimeout = Duration.ofMinutes(5);
    private int journalLimit = JournalRecorder.DEFAULT_SESSION_LIMIT;
    private long journalBytes = JournalRecorder.defaultByteLimit();
    private long seed = new SplittableRandom().nextLong(1, 1_000_000_000L);
    private @Nullable Integer httpPort;
    private InetAddress httpBind = InetAddress.getLoopbackAddress();
    private @Nullable String httpToken;
    private @Nullable BounceHost bouncesTo;
    private Consumer<Journal> watcher = journal -> {};
    private Consumer<Asked> onAsked = asked -> {};
    private final List<RuleSource> sources = new ArrayList<>();
    private final List<ScenarioNeed> needs = new ArrayList<>();
    private ScenarioFiles library = ScenarioFiles.SHIPPED;

    /** The settings that were said, whatever scenarios need. */
    private final Set<String> said = new HashSet<>();

    private Tags tags = Tags.NONE;

    private Builder() {}

    /**
     * Where to listen. Default: loopback.
     *
     * @param address an address of this machine
     * @return this
     */
    public Builder bind(InetAddress address) {
      this.bind = address;
      return this;
    }

    /**
     * Where to listen; where several listeners were given, the first of them. Default: 0.
     *
     * @param port 1 to 65535, or 0 for a free port
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder port(int port) {
      require(port >= 0 && port <= 65_535, "port", "0 to 65535", port);
      this.port = port;
      if (!listeners.isEmpty()) {
        listeners.set(0, listeners.get(0).withPort(port));
      }
      return this;
    }

    /**
     * What the server calls itself; never looked up. Default: {@code localhost}.
     *
     * @param hostname letters, digits, dots, hyphens and underscores, or an address literal
     * @return this
     * @throws IllegalArgumentException if it is none
     */
    public Builder hostname(String hostname) {
      require(
          hostname.matches("[A-Za-z0-9._:\\[\\]-]{1,255}"), "hostname", "a host name", hostname);
      this.hostname = hostname;
      said.add("hostname");
      return this;
    }

    /**
     * The largest message, advertised as SIZE (RFC 1870). Default: 25 MiB.
     *
     * @param bytes 1 to 1 GiB
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder size(long bytes) {
      require(bytes >= 1 && bytes <= 1L << 30, "size", "1 to 1 GiB", bytes);
      this.size = bytes;
      said.add("size");
      return this;
    }

    /**
     * The most recipients in a transaction (RFC 5321 §4.5.3.1.8). Default: 1,000.
     *
     * @param recipients 1 or more; a correct server takes at least 100
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder maxRecipients(int recipients) {
      require(recipients >= 1, "maxRecipients", "1 or more", recipients);
      this.maxRecipients = recipients;
      said.add("maxRecipients");
      return this;
    }

    /**
     * The most open sessions; more are greeted with 421. Default: 10,000.
     *
     * @param connections 1 to 19,000
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder maxConnections(int connections) {
      require(
          connections >= 1 && connections <= 19_000, "maxConnections", "1 to 19000", connections);
      this.maxConnections = connections;
      said.add("maxConnections");
      return this;
    }

    /**
     * How long a session may be silent, by the server's clock (RFC 5321 §4.5.3.2). Default: 5
     * minutes.
     *
     * @param timeout more than 0
     * @return this
     * @throws IllegalArgumentException if not more than 0
     */
    public Builder idleTimeout(Duration timeout) {
      require(!timeout.isNegative() && !timeout.isZero(), "idleTimeout", "more than 0", timeout);
      this.idleTimeout = timeout;
      said.add("idleTimeout");
      return this;
    }

    /**
     * How many sessions the journal holds. Default: 10,000.
     *
     * @param sessions 1 or more
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder journalLimit(int sessions) {
      require(sessions >= 1, "journalLimit", "1 or more", sessions);
      this.journalLimit = sessions;
      return this;
    }

    /**
     * How much the journal holds. Default: the smaller of 256 MiB and a quarter of the heap.
     *
     * @param bytes 1 or more
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder journalBytes(long bytes) {
      require(bytes >= 1, "journalBytes", "1 or more", bytes);
      this.journalBytes = bytes;
      return this;
    }

    /**
     * From which chances and random delays are drawn: the same seed and the same series of
     * exchanges give the same answers. Default: another one each time, see {@link
     * FiveFifty#seed()}.
     *
     * @param seed any number
     * @return this
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Where sessions carry the tag of the test that they belong to, so that several tests can share
     * the server, see {@link FiveFifty#tagged}. Default: nowhere.
     *
     * <p>The first source that yields a tag decides. Where none does, a session keeps the tag that
     * it carried last; but with a source in the addresses each MAIL starts anew, because a
     * connection may carry one test's mail after another's. Before its tag is known, a session sees
     * rules without a tag only.
     *
     * @param sources in order; none if there are to be no tags. They replace those of an earlier
     *     call
     * @return this
     */
    public Builder tags(TagSource... sources) {
      this.tags = Tags.from(List.of(sources));
      return this;
    }

    /**
     * Serves the control API over HTTP. Default: it is off.
     *
     * @param port 1 to 65535, or 0 for a free port, see {@link FiveFifty#apiUri()}
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder http(int port) {
      require(port >= 0 && port <= 65_535, "the HTTP port", "0 to 65535", port);
      this.httpPort = port;
      return this;
    }

    /**
     * No control API, whatever was said of it so far.
     *
     * @return this
     */
    public Builder httpOff() {
      this.httpPort = null;
      return this;
    }

    /**
     * Where the control API listens. Default: loopback. Elsewhere {@link #httpToken} must be said
     * too.
     *
     * @param address an address of this machine
     * @return this
     */
    public Builder httpBind(InetAddress address) {
      this.httpBind = address;
      return this;
    }

    /**
     * What every request to the control API must show, as {@code Authorization: Bearer}. Default:
     * nothing.
     *
     * @param token 1 to 256 visible ASCII characters, or {@code none} to say outright that whoever
     *     reaches the API may use it
     * @return this
     */
    public Builder httpToken(String token) {
      this.httpToken = token;
      return this;
    }

    /**
     * Adds rules after those given so far.
     *
     * @param rules the rules
     * @return this
     */
    public Builder rules(Rule... rules) {
      sources.add(RuleSource.inJava(List.of(rules)));
      return this;
    }

    /**
     * Adds the rules of files, or of every rule file in a directory, after those given so far, and
     * takes over what the files say of the server.
     *
     * @param filesOrDirectories YAML or JSON
     * @return this
     * @throws dev.fivefifty.file.RuleFileException if anything is wrong in any of them, or with a
     *     file of certificates that they name
     */
    public Builder ruleFiles(Path... filesOrDirectories) {
      List<Path> files = List.of(filesOrDirectories);
      return loaded(RuleFiles.load(files, library), files);
    }

    /**
     * Adds rules that were read by {@link RuleFiles}, after those given so far, and takes over what
     * was said of the server.
     *
     * @param loaded what was read
     * @return this
     * @throws RuleFileException if a file of certificates that they name cannot be used
     * @throws IllegalArgumentException if a setting is out of range
     */
    public Builder loaded(LoadedRules loaded) {
      return loaded(loaded, List.of());
    }

    /**
     * The same, of files that can be read again while the server runs.
     *
     * @param loaded what was read
     * @param filesOrDirectories of what, for {@link FiveFifty#reload()}
     * @return this
     * @throws RuleFileException if a file of certificates that they name cannot be used
     * @throws IllegalArgumentException if a setting is out of range
     */
    public Builder loaded(LoadedRules loaded, List<Path> filesOrDirectories) {
      sources.add(RuleSource.files(loaded, filesOrDirectories, library));
      settings(loaded.settings());
      needs.addAll(loaded.needs());
      return this;
    }

    /**
     * Adds the rules of a scenario after those given so far. What it says of the server counts
     * where nothing else is said of that, here or in a rule file.
     *
     * @param scenario such as {@code Scenarios.named("greylisting")}
     * @return this
     * @throws dev.fivefifty.file.RuleFileException if what it was told is no good
     */
    public Builder scenario(Scenario scenario) {
      LoadedRules loaded = scenario.loaded();
      sources.add(RuleSource.scenario(loaded, scenario.use(), scenario.library()));
      needs.addAll(loaded.needs());
      return this;
    }

    /**
     * Where the server sends what rules' {@code bounce} tells senders, by SMTP, once each. Default:
     * nowhere; it is stored in this server's own journal, see {@link ReceivedMessage#bounce()}.
     *
     * @param host a host name or an IP address, looked up only when something is sent
     * @param port 1 to 65535
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder bouncesTo(String host, int port) {
      this.bouncesTo = new BounceHost(host, port);
      return this;
    }

    /**
     * The same by name.
     *
     * @param name its name, see {@link Scenarios}
     * @return this
     * @throws IllegalArgumentException if there is no such scenario
     */
    public Builder scenario(String name) {
      return scenario(name, Map.of());
    }

    /**
     * The same by name, told something.
     *
     * @param name its name, see {@link Scenarios}
     * @param parameters what it is told; what is left out is as in its file
     * @return this
     * @throws dev.fivefifty.file.RuleFileException if what it was told is no good
     * @throws IllegalArgumentException if there is no such scenario or parameter
     */
    public Builder scenario(String name, Map<String, String> parameters) {
      return scenario(Scenarios.named(name, library).with(parameters));
    }

    /**
     * Scenarios of the user's own, which come before those shipped. Say it before {@link
     * #scenario(String)} and {@link #ruleFiles}.
     *
     * @param directory where {@code NAME.yaml} is the scenario NAME
     * @return this
     */
    public Builder scenarioDirectory(Path directory) {
      library = library.with(directory);
      return this;
    }

    /**
     * Gives the server what scenarios cannot be without that are added only when it runs. It counts
     * where nothing else is said of that, here or in a rule file.
     *
     * @param needs such as those of {@link Scenario#loaded()}
     * @return this
     */
    public Builder needs(List<ScenarioNeed> needs) {
      this.needs.addAll(needs);
      return this;
    }

    /** What scenarios need, where nothing was said. */
    private void takeNeeds() {
      if (needs.isEmpty()) {
        return;
      }
      Needs all = new Needs(needs);
      unlessSaid(
          "hostname", () -> all.agreed("hostname", ServerSettings::hostname), this::hostname);
      unlessSaid("size", () -> all.agreed("size", ServerSettings::size), this::size);
      unlessSaid(
          "maxRecipients",
          () -> all.agreed("maxRecipients", ServerSettings::maxRecipients),
          this::maxRecipients);
      unlessSaid(
          "maxConnections",
          () -> all.agreed("maxConnections", ServerSettings::maxConnections),
          this::maxConnections);
      unlessSaid(
          "idleTimeout",
          () -> all.agreed("idleTimeout", ServerSettings::idleTimeout),
          this::idleTimeout);
      unlessSaid(
          "starttls",
          () -> all.strongest(each -> each.tls() == null ? null : each.tls().starttls()),
          this::starttls);
      unlessSaid(
          "clientCertificates",
          () -> all.strongest(each -> each.tls() == null ? null : each.tls().clientCertificates()),
          this::clientCertificates);
      unlessSaid(
          "mechanisms",
          () ->
              all.agreed(
                  "mechanisms", each -> each.auth() == null ? null : each.auth().mechanisms()),
          names -> mechanisms(names.toArray(String[]::new)));
      boolean own = said.contains("users");
      for (AuthSettings auth : all.auth()) {
        if (!own) {
          auth.users().forEach(this::user);
          anyUser |= auth.any();
        }
        unlessSaid("required", () -> auth.required() ? true : null, this::authRequired);
        unlessSaid("onlyUnderTls", () -> auth.onlyUnderTls() ? true : null, this::authOnlyUnderTls);
      }
    }

    /** Where the user has said it, scenarios may differ. */
    private <T> void unlessSaid(String key, Supplier<@Nullable T> value, Consumer<T> setter) {
      if (!said.contains(key)) {
        take(value.get(), setter);
      }
    }

    /**
     * Another server that takes what rules' {@code bounce} tells senders, such as the one that
     * stands in for the application's own mailboxes.
     *
     * @param server where its first listener listens, it goes
     * @return this
     */
    public Builder bouncesTo(FiveFifty server) {
      return bouncesTo(server.host(), server.port());
    }

    /**
     * Shows the journal around before the first connection is accepted, so that a listener added to
     * it misses nothing.
     *
     * @param watcher called once, at {@link #start()}
     * @return this
     */
    public Builder watch(Consumer<Journal> watcher) {
      this.watcher = watcher;
      return this;
    }

    /**
     * Calls back with each question that was answered over the control API, such as by {@code
     * fivefifty expect}; not with what assertions ask. Default: nobody.
     *
     * @param listener must not throw; called on any thread, also on several at once
     * @return this
     */
    public Builder onAsked(Consumer<Asked> listener) {
      this.onAsked = listener;
      return this;
    }

    private void settings(ServerSettings settings) {
      take(settings.hostname(), this::hostname);
      take(settings.port(), this::port);
      take(settings.bind(), address -> bind(literal(address)));
      take(settings.size(), this::size);
      take(settings.seed(), this::seed);
      take(settings.journalLimit(), this::journalLimit);
      take(settings.journalBytes(), this::journalBytes);
      take(settings.idleTimeout(), this::idleTimeout);
      take(settings.maxConnections(), this::maxConnections);
      take(settings.maxRecipients(), this::maxRecipients);
      take(settings.tags(), sources -> tags(sources.toArray(TagSource[]::new)));
      take(settings.auth(), this::auth);
      take(settings.tls(), this::tls);
      take(settings.listen(), all -> all.forEach(this::listen));
      take(settings.http(), this::http);
      take(settings.bouncesTo(), to -> this.bouncesTo = BounceHost.parse(to));
    }

    private void http(ApiSettings settings) {
      take(settings.port(), this::http);
      if (settings.off()) {
        httpOff();
      }
      take(settings.bind(), address -> httpBind(literal(address)));
      take(settings.token(), this::httpToken);
    }

    private void auth(AuthSettings settings) {
      settings.users().forEach(this::user);
      if (settings.any()) {
        anyUser();
      }
      if (settings.required()) {
        authRequired(true);
      }
      if (settings.onlyUnderTls()) {
        authOnlyUnderTls(true);
      }
      take(settings.mechanisms(), names -> mechanisms(names.toArray(String[]::new)));
    }

    private void tls(TlsSettings settings) {
      take(settings.starttls(), this::starttls);
      take(settings.clientCertificates(), this::clientCertificates);
      List<FileProblem> problems = new ArrayList<>();
      take(
          settings.clientCas(),
          cas -> problems.addAll(unfit(() -> clientCas(cas.path()), List.of(cas))));
      NamedFile chain = settings.certificate();
      NamedFile key = settings.key();
      if (chain != null && key != null) {
        problems.addAll(unfit(() -> certificate(chain.path(), key.path()), List.of(chain, key)));
      }
      String password = settings.password() == null ? "" : settings.password();
      take(
          settings.keyStore(),
          store -> problems.addAll(unfit(() -> keyStore(store.path(), password), List.of(store))));
      if (!problems.isEmpty()) {
        problems.sort(
            Comparator.comparingInt(FileProblem::line).thenComparingInt(FileProblem::column));
        throw new RuleFileException(problems);
      }
    }

    /** What is wrong with files, at the place that names the one at fault. */
    private static List<FileProblem> unfit(Runnable reading, List<NamedFile> named) {
      try {
        reading.run();
        return List.of();
      } catch (UnfitFileException e) {
        for (NamedFile file : named) {
          if (file.path().equals(e.file())) {
            return List.of(file.problem(String.valueOf(e.getMessage())));
          }
        }
        throw e;
      }
    }

    private void listen(ListenSettings settings) {
      listen(
          new Listener(
              settings.name(),
              settings.bind() == null ? null : literal(settings.bind()),
              settings.port(),
              settings.implicitTls(),
              settings.receiveBuffer(),
              settings.proxy()));
    }

    private static <T> void take(@Nullable T value, Consumer<T> setter) {
      if (value != null) {
        setter.accept(value);
      }
    }

    private static InetAddress literal(String address) {
      try {
        // A literal for certain, or it would be looked up in the DNS.
        return InetAddress.getByName(Network.parse(address).text());
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("bind is an IP address, not " + address, e);
      }
    }

    /**
     * Listens at these places instead of the one that {@link #bind} and {@link #port(int)} say.
     *
     * @param listeners one or more, their names unique
     * @return this
     */
    public Builder listen(Listener... listeners) {
      this.listeners.addAll(List.of(listeners));
      return this;
    }

    /**
     * Whether plain sessions can, or must, become TLS sessions (RFC 3207). Default: disabled.
     *
     * @param starttls which
     * @return this
     */
    public Builder starttls(StartTls starttls) {
      this.starttls = starttls;
      said.add("starttls");
      return this;
    }

    /**
     * Whether clients are asked for a certificate. Default: none.
     *
     * @param policy which
     * @return this
     */
    public Builder clientCertificates(ClientCertificates policy) {
      this.clientCertificates = policy;
      said.add("clientCertificates");
      return this;
    }

    /**
     * Whose certificates are good where clients must show one. Without it, those that this run's CA
     * signed (see {@link FiveFifty#sslContext(String)}); with it, no longer. It matters only where
     * {@link #clientCertificates} are required: when requested, any is taken.
     *
     * @param pem one or more CAs in PEM; replaces those of an earlier call
     * @return this
     * @throws IllegalArgumentException if it cannot be read or holds no certificate; names the file
     */
    public Builder clientCas(Path pem) {
      this.clientCas = PemFile.certificates(pem);
      return this;
    }

    /**
     * Shows a certificate of the user's own instead of one made for this run.
     *
     * @param chain the certificate and those that signed it, in PEM
     * @param key its private key, in PEM (PKCS #8, EC or RSA, not encrypted)
     * @return this
     * @throws IllegalArgumentException if they cannot be read; names the file
     */
    public Builder certificate(Path chain, Path key) {
      this.identity = TlsIdentity.fromPem(chain, key);
      return this;
    }

    /**
     * Shows a certificate of the user's own instead of one made for this run.
     *
     * @param keyStore a PKCS #12 file
     * @param password its password
     * @return this
     * @throws IllegalArgumentException if it cannot be read; names the file
     */
    public Builder keyStore(Path keyStore, String password) {
      this.identity = TlsIdentity.fromPkcs12(keyStore, password);
      return this;
    }

    /**
     * Offers AUTH and accepts this user.
     *
     * @param name the user
     * @param password the password, or for XOAUTH2 the token
     * @return this
     */
    public Builder user(String name, String password) {
      users.put(name, password);
      said.add("users");
      return this;
    }

    /**
     * Offers AUTH and accepts whoever comes.
     *
     * @return this
     */
    public Builder anyUser() {
      this.anyUser = true;
      said.add("users");
      return this;
    }

    /**
     * Takes mail only after AUTH: 530 5.7.0 (RFC 4954 §6). Default: false.
     *
     * @param required whether so
     * @return this
     */
    public Builder authRequired(boolean required) {
      this.authRequired = required;
      said.add("required");
      return this;
    }

    /**
     * Offers AUTH only under TLS: 538 5.7.11 before. Default: false.
     *
     * @param onlyUnderTls whether so
     * @return this
     */
    public Builder authOnlyUnderTls(boolean onlyUnderTls) {
      this.authOnlyUnderTls = onlyUnderTls;
      said.add("onlyUnderTls");
      return this;
    }

    /**
     * The SASL mechanisms that AUTH offers. Default: PLAIN, LOGIN, CRAM-MD5 and XOAUTH2.
     *
     * @param names of these four
     * @return this
     * @throws IllegalArgumentException if there is an unknown one
     */
    public Builder mechanisms(String... names) {
      List<Mechanism> chosen = new ArrayList<>();
      List<String> known = Arrays.stream(Mechanism.values()).map(Mechanism::saslName).toList();
      for (String name : names) {
        chosen.add(
            Mechanism.of(name)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "'"
                                + name
                                + "' is no mechanism here (expected one of "
                                + String.join(", ", known)
                                + Nearest.hint(name, known)
                                + ")")));
      }
      this.mechanisms = List.copyOf(chosen);
      said.add("mechanisms");
      return this;
    }

    private List<Listener> listeners() {
      List<Listener> all = listeners.isEmpty() ? List.of(Listener.on(port)) : listeners;
      Set<String> names = new HashSet<>();
      for (Listener listener : all) {
        require(names.add(listener.name()), "a listener's name", "unique", listener.name());
      }
      return all;
    }

    private ListenerOptions options(Listener listener) {
      return new ListenerOptions(
          listener.name(),
          listener.bind() == null ? bind : listener.bind(),
          listener.port(),
          listener.implicitTls(),
          listener.receiveBuffer(),
          listener.proxyProtocol());
    }

    private ServerOptions options() {
      return new ServerOptions(
          hostname, size, maxRecipients, maxConnections, idleTimeout, starttls, clientCertificates);
    }

    private AuthOptions auth() {
      if (users.isEmpty() && !anyUser) {
        if (authRequired || authOnlyUnderTls) {
          throw new IllegalArgumentException(
              (authRequired ? "authRequired" : "authOnlyUnderTls")
                  + " asks for AUTH, which nobody may use (expected user or anyUser beside it)");
        }
        return AuthOptions.NONE;
      }
      List<Mechanism> offered = mechanisms == null ? List.of(Mechanism.values()) : mechanisms;
      return new AuthOptions(
          new AuthUsers(users, anyUser), offered, authRequired, authOnlyUnderTls);
    }

    private TlsMaterial tlsMaterial() {
      return new TlsMaterial(hostname, identity, clientCas);
    }

    /**
     * Starts the server; when this returns, it accepts connections.
     *
     * @return the server; close it when done
     * @throws dev.fivefifty.rule.InvalidRuleException if a rule is refused
     * @throws IllegalArgumentException if settings do not go together, such as an address for the
     *     control API that is not loopback without a token
     * @throws java.io.UncheckedIOException if a port cannot be bound
     */
    public FiveFifty start() {
      takeNeeds();
      RuleBook book = new RuleBook(seed, tags);
      JournalRecorder journal = new JournalRecorder(journalLimit, journalBytes);
      book.replaceAll(RuleSource.all(sources));
      watcher.accept(journal);
      Timeline timeline = new Timeline();
      ServerContext context =
          new ServerContext(
              options(),
              auth(),
              tlsMaterial(),
              book,
              journal,
              timeline,
              new AtomicInteger(),
              new Bouncer(hostname, bouncesTo, journal, timeline));
      List<ListenerOptions> places = listeners().stream().map(this::options).toList();
      if (httpPort == null) {
        return new FiveFifty(
            new LocalServer(context, places, List.copyOf(sources), library, onAsked), null);
      }
      HttpApi.Bound bound = HttpApi.bind(new HttpSettings(httpBind, httpPort, httpToken));
      LocalServer server = null;
      try {
        server = new LocalServer(context, places, List.copyOf(sources), library, onAsked);
        return new FiveFifty(server, bound.start(server));
      } catch (RuntimeException e) {
        bound.close();
        if (server != null) {
          server.close();
        }
        throw e;
      }
    }

    private static void require(
        boolean good, String what, String expected, @Nullable Object found) {
      if (!good) {
        throw new IllegalArgumentException(what + " is " + expected + ", not " + found);
      }
    }
  }
}
