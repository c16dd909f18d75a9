package dev.fivefifty.file;

import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.StartTls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a server is that runs, as far as scenarios may need it. Immutable.
 *
 * @param hostname what it calls itself
 * @param size the largest message, in bytes
 * @param maxRecipients the most recipients in a transaction
 * @param maxConnections the most open sessions
 * @param idleTimeout how long a session may be silent
 * @param starttls whether plain sessions can become TLS sessions
 * @param clientCertificates whether clients are asked for a certificate
 * @param auth whether AUTH is offered
 * @param anyUser whether whoever comes is accepted
 * @param authRequired whether mail is taken only after AUTH
 * @param authOnlyUnderTls whether AUTH waits for TLS
 */
public record ServerFacts(
    String hostname,
    long size,
    int maxRecipients,
    int maxConnections,
    Duration idleTimeout,
    StartTls starttls,
    ClientCertificates clientCertificates,
    boolean auth,
    boolean anyUser,
    boolean authRequired,
    boolean authOnlyUnderTls) {

  /**
   * As JSON shows it.
   *
   * @return a new tree
   */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("hostname", hostname);
    tree.put("size", size);
    tree.put("maxRecipients", maxRecipients);
    tree.put("maxConnections", maxConnections);
    tree.put("idleTimeout", Durations.format(idleTimeout));
    tree.put("starttls", word(starttls));
    tree.put("clientCertificates", word(clientCertificates));
    tree.put("auth", auth);
    tree.put("anyUser", anyUser);
    tree.put("authRequired", authRequired);
    tree.put("authOnlyUnderTls", authOnlyUnderTls);
    return tree;
  }

  /**
   * Reads what {@link #tree()} made.
   *
   * @param tree as JSON
   * @return the facts
   * @throws IllegalArgumentException if it is something else
   */
  public static ServerFacts of(Map<String, Object> tree) {
    return new ServerFacts(
        String.valueOf(tree.get("hostname")),
        number(tree, "size"),
        (int) number(tree, "maxRecipients"),
        (int) number(tree, "maxConnections"),
        Durations.parse(String.valueOf(tree.get("idleTimeout"))),
        StartTls.valueOf(String.valueOf(tree.get("starttls")).toUpperCase(Locale.ROOT)),
        ClientCertificates.valueOf(
            String.valueOf(tree.get("clientCertificates")).toUpperCase(Locale.ROOT)),
        Boolean.TRUE.equals(tree.get("auth")),
        Boolean.TRUE.equals(tree.get("anyUser")),
        Boolean.TRUE.equals(tree.get("authRequired")),
        Boolean.TRUE.equals(tree.get("authOnlyUnderTls")));
  }

  private static long number(Map<String, Object> tree, String key) {
    return Long.parseLong(String.valueOf(tree.get(key)));
  }

  /**
   * Checks that scenarios can be added to the server.
   *
   * @param needs what they cannot be without
   * @throws IllegalArgumentException if the server lacks something; names scenario and setting
   */
  public void check(List<ScenarioNeed> needs) {
    for (ScenarioNeed need : needs) {
      ServerSettings settings = need.settings();
      same(need, "hostname", settings.hostname(), hostname);
      same(need, "size", settings.size(), size);
      same(need, "maxRecipients", settings.maxRecipients(), maxRecipients);
      same(need, "maxConnections", settings.maxConnections(), maxConnections);
      same(need, "idleTimeout", settings.idleTimeout(), idleTimeout);
      TlsSettings tls = settings.tls();
      if (tls != null) {
        least(need, "tls: starttls", tls.starttls(), starttls);
        least(need, "tls: clientCertificates", tls.clientCertificates(), clientCertificates);
      }
      if (settings.auth() != null) {
        auth(need, settings.auth());
      }
    }
  }

  private void auth(ScenarioNeed need, AuthSettings wanted) {
    if (!auth || wanted.any() && !anyUser) {
      lacks(
          need,
          "auth: " + (wanted.any() ? "any: true" : "users"),
          auth ? "users of its own" : "no AUTH");
    }
    if (wanted.required() && !authRequired) {
      lacks(need, "auth: required: true", "none that is required");
    }
    if (wanted.onlyUnderTls() && !authOnlyUnderTls) {
      lacks(need, "auth: onlyUnderTls: true", "one without TLS");
    }
  }

  private static void same(ScenarioNeed need, String key, @Nullable Object wanted, Object has) {
    if (wanted != null && !wanted.equals(has)) {
      lacks(need, key + ": " + wanted, has.toString());
    }
  }

  private static <T extends Enum<T>> void least(
      ScenarioNeed need, String key, @Nullable T wanted, T has) {
    if (wanted != null && wanted.compareTo(has) > 0) {
      lacks(need, key + ": " + word(wanted), word(has));
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void lacks(ScenarioNeed need, String wanted, String has) {
    throw new IllegalArgumentException(
        "the scenario '%s' needs a server with '%s', and this one has %s (start the server with the scenario, or with that setting)"
            .formatted(need.scenario(), wanted, has));
  }
}
