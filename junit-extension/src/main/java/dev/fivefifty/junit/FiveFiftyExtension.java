package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.ScenarioNeed;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.StartTls;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Gives the tests of a class an SMTP server, without annotations:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FiveFiftyExtension smtp = FiveFiftyExtension.builder().starttls(OFFERED).build();
 * }</pre>
 *
 * <p>In a static field it is one server for the class and its {@code @Nested} classes, reset before
 * each test; a static field that a class inherits keeps its server, and so its port, until the end
 * of the test run, as whoever caches an application's context between classes needs it. In an
 * instance field it is a fresh server for each test. {@link SmtpRule}, {@link SmtpRules} and
 * parameters work as with {@link FiveFiftyTest}.
 *
 * <p>Thread-safe.
 */
public final class FiveFiftyExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver,
        InvocationInterceptor {

  private static final String WHERE = "FiveFiftyExtension";

  private final String name;
  private final @Nullable Scope scope;
  private final ServerOptions said;
  private @Nullable FiveFifty running;

  /** What the one test of an instance field sees of it, if that has a tag. */
  private @Nullable FiveFifty own;

  /** Of scenarios for which it was started. */
  private List<ScenarioNeed> needs = List.of();

  /** As the test run wants it; null until a server is needed. */
  private @Nullable ServerOptions options;

  private FiveFiftyExtension(String name, @Nullable Scope scope, ServerOptions options) {
    this.name = name;
    this.scope = scope;
    this.said = options;
  }

  /**
   * Describes an extension.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The server. A static field's is started here if it does not run yet, so that an application can
   * be configured with its port before the first test.
   *
   * @return the server of the test, or of the class
   */
  public synchronized FiveFifty server() {
    return own != null ? own : server(List.of());
  }

  private synchronized FiveFifty server(List<ScenarioNeed> needs) {
    if (running == null) {
      running = options().start(WHERE, needs);
      this.needs = needs;
    }
    return running;
  }

  private synchronized ServerOptions options() {
    if (options == null) {
      // Nobody can be asked for configuration parameters yet.
      options = placed(key -> Optional.ofNullable(System.getProperty(key)));
    }
    return options;
  }

  private ServerOptions placed(Function<String, Optional<String>> parameters) {
    return said.at(Remote.of(said.remote(), name, WHERE, parameters), parameters);
  }

  private synchronized void place(ExtensionContext context) {
    ServerOptions placed = placed(context::getConfigurationParameter);
    if (running != null && !placed.remote().equals(options().remote())) {
      throw new Misuse(
          "the server of the FiveFiftyExtension of "
              + context.getDisplayName()
              + " was needed before "
              + Remote.PARAMETER
              + " was known: give it as a system property");
    }
    options = placed;
  }

  /**
   * Where the server's first listener listens.
   *
   * @return an address
   */
  public String host() {
    return server().host();
  }

  /**
   * Where the server's first listener listens.
   *
   * @return the port
   */
  public int port() {
    return server().port();
  }

  private synchronized void stop() {
    if (running != null) {
      running.close();
      running = null;
      own = null;
    }
  }

  /**
   * In a Store: stops the server when the context ends.
   *
   * @param extension whose server
   * @param shared the class whose tests share it, or null for those of the run
   */
  @SuppressWarnings("deprecation") // Until 5.13 a Store closes nothing else.
  private record Stop(FiveFiftyExtension extension, @Nullable Class<?> shared)
      implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    @Override
    public void close() {
      extension.stop();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    place(context);
    Field field = field(context);
    if (field != null && !Modifier.isStatic(field.getModifiers())) {
      throw new Misuse(
          "the FiveFiftyExtension in "
              + field.getDeclaringClass().getSimpleName()
              + "."
              + field.getName()
              + " is in an instance field of a class with @TestInstance(PER_CLASS), where it would"
              + " be neither of the class nor of each test: make the field static");
    }
    if (scope == Scope.PER_METHOD) {
      throw new Misuse(
          "the FiveFiftyExtension of "
              + context.getDisplayName()
              + " says scope(PER_METHOD) in a static field: make it an instance field");
    }
    if (Servers.of(context, this).isEmpty()) {
      Class<?> type = context.getRequiredTestClass();
      boolean shared =
          scope == Scope.PER_SUITE || field != null && field.getDeclaringClass() != type;
      join(context, shared ? context.getRoot() : context, shared ? null : type);
    }
  }

  private void join(ExtensionContext context, ExtensionContext holder, @Nullable Class<?> shared) {
    Servers.store(holder).getOrComputeIfAbsent(this, key -> new Stop(this, shared), Stop.class);
    boolean ofTheRun = holder.getTestClass().isEmpty();
    FiveFifty smtp =
        server(
            ofTheRun || options().remote().isPresent()
                ? List.of()
                : TestRules.needs(context, name, options()));
    Servers.join(context, new RunningServer(name, smtp, options(), this, needs()));
  }

  private synchronized List<ScenarioNeed> needs() {
    return needs;
  }

  /** Where the class, or one around it, has this extension; null if elsewhere. */
  private @Nullable Field field(ExtensionContext context) {
    boolean perClass =
        context.getTestInstanceLifecycle().filter(Lifecycle.PER_CLASS::equals).isPresent();
    for (Class<?> at = context.getRequiredTestClass(); at != null; at = Enclosing.of(at)) {
      for (Field field :
          ReflectionSupport.findFields(
              at,
              each -> each.isAnnotationPresent(RegisterExtension.class),
              HierarchyTraversalMode.TOP_DOWN)) {
        boolean isStatic = Modifier.isStatic(field.getModifiers());
        if ((isStatic || perClass) && isHere(context, field, isStatic)) {
          return field;
        }
      }
    }
    return null;
  }

  private boolean isHere(ExtensionContext context, Field field, boolean isStatic) {
    try {
      field.setAccessible(true);
      if (isStatic) {
        return field.get(null) == this;
      }
      for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
        if (field.getDeclaringClass().isInstance(instance) && field.get(instance) == this) {
          return true;
        }
      }
      return false;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Injection.checkParameters(context);
    place(context);
    Optional<Remote> remote = options().remote();
    boolean tagged = options().tagged();
    if (remote.isPresent() && !tagged) {
      Turns.check(
          context,
          null,
          "the FiveFiftyExtension is of the server at " + remote.get() + ", which tests share");
    }
    Stop shared = Servers.store(context).get(this, Stop.class);
    if (shared == null) {
      if (scope != null && scope != Scope.PER_METHOD) {
        throw new Misuse(
            "the FiveFiftyExtension of "
                + context.getDisplayName()
                + " says scope("
                + scope
                + ") in an instance field: make the field static");
      }
      join(context, context, null);
      if (remote.isPresent() && tagged) {
        FiveFifty view = view(context);
        synchronized (this) {
          own = view;
        }
      } else if (remote.isPresent()) {
        options().renew(server(), WHERE);
      }
    } else if (tagged) {
      view(context);
    } else {
      Turns.check(
          context,
          shared.shared(),
          "the FiveFiftyExtension is in a static field, so that tests share its server");
      options().renew(server(), WHERE);
    }
    for (RunningServer server : Servers.of(context, this)) {
      TestRules.addTo(server, context);
      MatrixRules.come(context, server);
    }
  }

  /** The test's own view of the server takes its place. */
  private FiveFifty view(ExtensionContext context) {
    RunningServer view =
        new RunningServer(name, server(), options(), this, needs).view(false, WHERE);
    Servers.store(context).put(new ViewOf(context.getUniqueId(), name), view);
    Servers.shadow(context, view);
    options().renew(view.smtp(), WHERE);
    return view.smtp();
  }

  /** Where a view is kept, to be closed. */
  private record ViewOf(String test, String name) {}

  @Override
  public void afterEach(ExtensionContext context) {
    Aftermath.of(context, Servers.of(context, this));
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext context)
      throws Throwable {
    Aftermath.around(invocation, context, Servers.of(context, this));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    if (!Injection.isOurs(parameter)) {
      return false;
    }
    String asked = Injection.server(parameter);
    List<RunningServer> all = Servers.all(context);
    boolean first = !all.isEmpty() && all.get(0).owner() == this;
    // Of a name that nobody has, one extension must say so.
    return asked.equals(name)
        || first && Servers.find(context, asked).isEmpty() && Declared.find(context).isEmpty();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Injection.value(parameter, Servers.get(context, Injection.server(parameter)));
  }

  /** Describes a {@link FiveFiftyExtension}. Not thread-safe. */
  public static final class Builder {
    private String name = "";
    private @Nullable Scope scope;
    private final List<String> files = new ArrayList<>();
    private String scenarios = "";
    private final List<Rule> rules = new ArrayList<>();
    private String hostname = ServerOptions.DEFAULT_HOSTNAME;
    private StartTls starttls = StartTls.DISABLED;
    private boolean implicitTls;
    private ClientCertificates clientCertificates = ClientCertificates.NONE;
    private final Map<String, String> users = new LinkedHashMap<>();
    private List<String> mechanisms = List.of();
    private boolean authRequired;
    private boolean authOnlyUnderTls;
    private long seed;
    private final Set<Strict> strict = EnumSet.noneOf(Strict.class);
    private JournalDump dump = JournalDump.ON_FAILURE;
    private final List<Configuration> configurations = new ArrayList<>();
    private Optional<Remote> remote = Optional.empty();
    private boolean tagged;

    private Builder() {}

    /**
     * The name by which {@link Smtp} and {@link SmtpRule#server()} ask for this server. Default:
     * none.
     *
     * @param name unique among the servers of a test
     * @return this
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * How long the server lives. Default: what the field says, {@link Scope#PER_CLASS} if static,
     * {@link Scope#PER_METHOD} if not; a static field's can be kept until the end of the run by
     * {@link Scope#PER_SUITE}, for several classes that share one extension.
     *
     * @param scope which; one that the field contradicts fails the tests
     * @return this
     */
    public Builder scope(Scope scope) {
      this.scope = scope;
      return this;
    }

    /**
     * Adds rules, which are asked before those of files.
     *
     * @param rules the rules
     * @return this
     */
    public Builder rules(Rule... rules) {
      this.rules.addAll(Arrays.asList(rules));
      return this;
    }

    /**
     * Adds rules in YAML, written as in a file: {@code rules:} and a list.
     *
     * @param yaml the text
     * @return this
     */
    public Builder rules(String yaml) {
      rules.addAll(RuleSources.parse(yaml, "FiveFiftyExtension").rules());
      return this;
    }

    /**
     * Adds rule files: their rules, and what they say of the server.
     *
     * @param files {@code classpath:} and a resource's name, or paths
     * @return this
     */
    public Builder files(String... files) {
      this.files.addAll(List.of(files));
      return this;
    }

    /**
     * Scenarios of your own beside those that are shipped. Default: none.
     *
     * @param directory where {@code NAME.yaml} is the scenario NAME
     * @return this
     */
    public Builder scenarios(String directory) {
      this.scenarios = directory;
      return this;
    }

    /**
     * What the server calls itself. Default: {@code localhost}.
     *
     * @param hostname a host name
     * @return this
     */
    public Builder hostname(String hostname) {
      this.hostname = hostname;
      return this;
    }

    /**
     * Whether sessions can, or must, become TLS sessions. Default: disabled.
     *
     * @param starttls which
     * @return this
     */
    public Builder starttls(StartTls starttls) {
      this.starttls = starttls;
      return this;
    }

    /**
     * Adds a second listener, {@code smtps}, that begins with a TLS handshake.
     *
     * @return this
     */
    public Builder implicitTls() {
      this.implicitTls = true;
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
      return this;
    }

    /**
     * Offers AUTH and accepts anybody.
     *
     * @return this
     */
    public Builder anyUser() {
      users.put("*", "");
      return this;
    }

    /**
     * The SASL mechanisms that AUTH offers. Default: all that there are.
     *
     * @param names their names
     * @return this
     */
    public Builder mechanisms(String... names) {
      this.mechanisms = List.of(names);
      return this;
    }

    /**
     * Takes mail only after AUTH.
     *
     * @return this
     */
    public Builder authRequired() {
      this.authRequired = true;
      return this;
    }

    /**
     * Offers AUTH only under TLS.
     *
     * @return this
     */
    public Builder authOnlyUnderTls() {
      this.authOnlyUnderTls = true;
      return this;
    }

    /**
     * What fails a test although all its assertions hold. Default: nothing.
     *
     * @param strict what
     * @return this
     */
    public Builder strict(Strict... strict) {
      this.strict.addAll(List.of(strict));
      return this;
    }

    /**
     * From which chances and random delays are drawn.
     *
     * @param seed a number, or 0 for another one each time, as by default
     * @return this
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * When the journal is attached to a test as a file. Default: when it fails.
     *
     * @param dump when
     * @return this
     */
    public Builder dump(JournalDump dump) {
      this.dump = dump;
      return this;
    }

    /**
     * Further settings, said after all others.
     *
     * @param configuration what they are
     * @return this
     */
    public Builder configure(Configuration configuration) {
      configurations.add(configuration);
      return this;
    }

    /**
     * Uses a server that runs already, such as in a container, see {@link FiveFiftyTest#remote}.
     *
     * @param api its control API, such as {@code http://127.0.0.1:8025}
     * @return this
     */
    public Builder remote(URI api) {
      this.remote = Optional.of(new Remote(api, null));
      return this;
    }

    /**
     * Uses a server that runs already, and whose control API wants a token.
     *
     * @param api its control API, such as {@code http://smtp.example:8025}
     * @param token what it was started with
     * @return this
     */
    public Builder remote(URI api, String token) {
      this.remote = Optional.of(new Remote(api, token));
      return this;
    }

    /**
     * Lets tests share the server at the same time: each gets a tag of its own, see {@link
     * FiveFiftyTest#tagged}. A test sees its view in its parameters; {@link #server()} is the
     * server as a whole if the field is static.
     *
     * @return this
     */
    public Builder tagged() {
      this.tagged = true;
      return this;
    }

    /**
     * Makes the extension; nothing is started yet.
     *
     * @return the extension
     */
    public FiveFiftyExtension build() {
      return new FiveFiftyExtension(
          name,
          scope,
          new ServerOptions(
              List.copyOf(files),
              scenarios,
              List.copyOf(rules),
              hostname,
              starttls,
              implicitTls,
              clientCertificates,
              Map.copyOf(users),
              mechanisms,
              authRequired,
              authOnlyUnderTls,
              seed,
              Set.copyOf(strict),
              dump,
              List.copyOf(configurations),
              remote,
              tagged));
    }
  }
}
