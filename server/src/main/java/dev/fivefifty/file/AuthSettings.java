package dev.fivefifty.file;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rule files say under {@code server: auth}. Immutable.
 *
 * @param users passwords by user
 * @param any whether whoever comes is accepted
 * @param mechanisms which SASL mechanisms are offered, or null for all
 * @param required whether mail is taken only after AUTH
 * @param onlyUnderTls whether AUTH waits for TLS
 */
public record AuthSettings(
    Map<String, String> users,
    boolean any,
    @Nullable List<String> mechanisms,
    boolean required,
    boolean onlyUnderTls) {

  /** The mechanisms there are. */
  static final List<String> MECHANISMS = List.of("PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2");

  /** Keeps copies. */
  public AuthSettings {
    users = Map.copyOf(users);
    mechanisms = mechanisms == null ? null : List.copyOf(mechanisms);
  }

  /** The names alone: passwords are shown to nobody. */
  @Override
  public String toString() {
    return "AuthSettings[users="
        + users.keySet()
        + ", any="
        + any
        + ", mechanisms="
        + mechanisms
        + "]";
  }
}
