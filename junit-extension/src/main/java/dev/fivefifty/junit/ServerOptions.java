package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.StartTls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a server is to be, however it was said.
 *
 * @param files rule files, as they were named
 * @param rules further rules, asked before those of the files
 * @param users passwords by name; {@code *} for anybody
 * @param mechanisms names, or none for all
 * @param seed a seed, or 0
 * @param strict what fails a test
 * @param dump when the journal is written to a file
 * @param configurations what is said to the builder last
 */
record ServerOptions(
    List<String> files,
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
    List<Configuration> configurations) {
  static final String DEFAULT_HOSTNAME = "localhost";

  static final ServerOptions DEFAULT =
      new ServerOptions(
          List.of(),
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
          List.of());

  static ServerOptions of(FiveFiftyTest annotation, String where) {
    return new ServerOptions(
        List.of(annotation.files()),
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
        List.of(annotation.configure()).stream().map(type -> made(type, where)).toList());
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
        configurations);
  }

  /**
   * Starts a server.
   *
   * @param where who asks for it
   */
  FiveFifty start(String where) {
    FiveFifty.Builder builder = FiveFifty.builder();
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
