package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ScenarioNeed;
import dev.fivefifty.file.ServerSettings;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.StartTls;
import dev.fivefifty.scenario.Scenarios;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How a server is to be, however it was said.
 *
 * @param files rule files, as they were named
 * @param scenarios a directory of scenarios of one's own, or nothing
 * @param rules further rules, asked before those of the files
 * @param users passwords by name; {@code *} for anybody
 * @param mechanisms names, or none for all
 * @param seed a seed, or 0
 * @param strict what fails a test
 * @param dump when the journal is written to a file
 * @param configurations what is said to the builder last
 * @param remote where it runs already, if it does
 * @param tagged whether each test sees what carries a tag of its own alone
 */
record ServerOptions(
    List<String> files,
    String scenarios,
    List<Rule> rules,
    String hostname,
    StartTls starttls,
    boolean implicitTls,
    ClientCertificates clientCertificates,
    Map<String, String> users,
    List<String> mechanisms,
    boolean authRequired,
    boolean authOnlyUnderTls,
    long seed,
    Set<Strict> strict,
    JournalDump dump,
    List<Configuration> configurations,
    Optional<Remote> remote,
    boolean tagged) {
  static final String DEFAULT_HOSTNAME = "localhost";

  /** The configuration parameter: with what is elsewhere, each test has a tag. */
  static final String TAGGED = "fivefifty.tagged";

  static final ServerOptions DEFAULT =
      new ServerOptions(
          List.of(),
          "",
          List.of(),
          DEFAULT_HOSTNAME,
          StartTls.DISABLED,
          false,
          ClientCertificates.NONE,
          Map.of(),
          List.of(),
          false,
          false,
          0,
          Set.of(),
          JournalDump.ON_FAILURE,
          List.of(),
          Optional.empty(),
          false);

  static ServerOptions of(FiveFiftyTest annotation, String where) {
    return new ServerOptions(
        List.of(annotation.files()),
        annotation.scenarios(),
        List.of(),
        annotation.hostname(),
        annotation.starttls(),
        annotation.implicitTls(),
        annotation.clientCertificates(),
        users(annotation, where),
        List.of(annotation.mechanisms()),
        annotation.authRequired(),
        annotation.authOnlyUnderTls(),
        annotation.seed(),
        Set.of(annotation.strict()),
        annotation.dump(),
        List.of(annotation.configure()).stream().map(type -> made(type, where)).toList(),
        Optional.of(annotation.remote())
            .filter(uri -> !uri.isBlank())
            .map(uri -> Remote.at(uri, where)),
        annotation.tagged());
  }

  private static Map<String, String> users(FiveFiftyTest annotation, String where) {
    Map<String, String> users = new LinkedHashMap<>();
    for (String user : annotation.users()) {
      int colon = user.indexOf(':');
      if (colon < 1 && !user.equals("*")) {
        throw new Misuse(where + ": users are name:password, or * for anybody, not '" + user + "'");
      }
      users.put(
          colon < 0 ? user : user.substring(0, colon), colon < 0 ? "" : user.substring(colon + 1));
    }
    return users;
  }

  private static Configuration made(Class<? extends Configuration> type, String where) {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new Misuse(
          where
              + " names "
              + type.getName()
              + ", which cannot be made: a Configuration has a constructor without parameters, and"
              + " is not an inner class",
          e);
    }
  }

  /** The same, with other wishes for what comes after a test. */
  ServerOptions reported(Set<Strict> strict, JournalDump dump) {
    return new ServerOptions(
        files,
        scenarios,
        rules,
        hostname,
        starttls,
        implicitTls,
        clientCertificates,
        users,
        mechanisms,
        authRequired,
        authOnlyUnderTls,
        seed,
        strict,
        dump,
        configurations,
        remote,
        tagged);
  }

  /**
   * The same, elsewhere or not.
   *
   * @param parameters what the test run is told, by key
   */
  ServerOptions at(Optional<Remote> remote, Function<String, Optional<String>> parameters) {
    boolean told = parameters.apply(TAGGED).map(Boolean::parseBoolean).orElse(false);
    return new ServerOptions(
        files,
        scenarios,
        rules,
        hostname,
        starttls,
        implicitTls,
        clientCertificates,
        users,
        mechanisms,
        authRequired,
        authOnlyUnderTls,
        seed,
        strict,
        dump,
        configurations,
        remote,
        tagged || told && remote.isPresent());
  }

  /** Where the scenarios of annotations are found. */
  ScenarioFiles scenarioFiles() {
    return scenarios.isBlank() ? ScenarioFiles.SHIPPED : Scenarios.in(Path.of(scenarios));
  }

  /**
   * Starts a server, or connects to one.
   *
   * @param where who asks for it
   * @param needs of scenarios that will be added to one that is started
   */
  FiveFifty start(String where, List<ScenarioNeed> needs) {
    if (remote.isPresent()) {
      checkThatItCanBeElsewhere(remote.get(), where);
      return remote.get().connect(where);
    }
    FiveFifty.Builder builder = FiveFifty.builder().needs(needs);
    if (!scenarios.isBlank()) {
      builder.scenarioDirectory(Path.of(scenarios));
    }
    builder.rules(rules.toArray(Rule[]::new));
    for (LoadedRules loaded : RuleSources.load(files, where)) {
      builder.loaded(loaded);
    }
    // What is written beside the test wins over what a file says.
    if (!hostname.equals(DEFAULT_HOSTNAME)) {
      builder.hostname(hostname);
    }
    if (starttls != StartTls.DISABLED) {
      builder.starttls(starttls);
    }
    if (implicitTls) {
      builder.listen(Listener.on(0), Listener.tlsOn(0));
    }
    if (clientCertificates != ClientCertificates.NONE) {
      builder.clientCertificates(clientCertificates);
    }
    authentication(builder);
    if (seed != 0) {
      builder.seed(seed);
    }
    configurations.forEach(configuration -> configuration.configure(builder));
    try {
      return builder.start();
    } catch (IllegalArgumentException e) {
      throw new Misuse(where + ": " + e.getMessage(), e);
    }
  }

  /**
   * Brings a server that tests share back to where it began.
   *
   * @param where who asks for it
   */
  void renew(FiveFifty smtp, String where) {
    if (smtp.tag().isEmpty()) {
      smtp.reset();
      smtp.resume();
    }
    if (remote.isPresent()) {
      // One that was started here began with them.
      List<Rule> own = new ArrayList<>(rules);
      for (LoadedRules file : RuleSources.load(files, where)) {
        check(smtp, file, where);
        own.addAll(file.rules());
      }
      smtp.add(own);
    }
  }

  private static void check(FiveFifty smtp, LoadedRules file, String where) {
    try {
      smtp.check(file.needs());
    } catch (IllegalArgumentException e) {
      throw new Misuse(where + ": " + e.getMessage(), e);
    }
  }

  private void checkThatItCanBeElsewhere(Remote remote, String where) {
    List<String> own = new ArrayList<>();
    add(own, "hostname", !hostname.equals(DEFAULT_HOSTNAME));
    add(own, "starttls", starttls != StartTls.DISABLED);
    add(own, "implicitTls", implicitTls);
    add(own, "clientCertificates", clientCertificates != ClientCertificates.NONE);
    add(own, "users", !users.isEmpty());
    add(own, "mechanisms", !mechanisms.isEmpty());
    add(own, "authRequired", authRequired);
    add(own, "authOnlyUnderTls", authOnlyUnderTls);
    add(own, "seed", seed != 0);
    add(own, "configure", !configurations.isEmpty());
    for (LoadedRules file : RuleSources.load(files, where)) {
      add(own, "what files say of the server", !file.settings().equals(ServerSettings.NONE));
    }
    if (!own.isEmpty()) {
      throw new Misuse(
          where
              + ": the server runs elsewhere, at "
              + remote
              + ", where these cannot be set: "
              + String.join(", ", own)
              + " (leave them out here, and start the server with them)");
    }
  }

  private static void add(List<String> names, String name, boolean said) {
    if (said && !names.contains(name)) {
      names.add(name);
    }
  }

  private void authentication(FiveFifty.Builder builder) {
    users.forEach(
        (name, password) -> {
          if (name.equals("*")) {
            builder.anyUser();
          } else {
            builder.user(name, password);
          }
        });
    if (!mechanisms.isEmpty()) {
      builder.mechanisms(mechanisms.toArray(String[]::new));
    }
    if (authRequired) {
      builder.authRequired(true);
    }
    if (authOnlyUnderTls) {
      builder.authOnlyUnderTls(true);
    }
  }
}
