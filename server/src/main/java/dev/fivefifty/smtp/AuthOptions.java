package dev.fivefifty.smtp;

import java.util.List;
import java.util.Map;

/**
 * Whether and how clients authenticate.
 *
 * @param users who may
 * @param mechanisms which SASL mechanisms are offered
 * @param required whether mail is taken only after AUTH (530 5.7.0)
 * @param onlyUnderTls whether AUTH waits for TLS (538 5.7.11)
 */
public record AuthOptions(
    AuthUsers users, List<Mechanism> mechanisms, boolean required, boolean onlyUnderTls) {

  /** Nobody is asked, AUTH is not offered. */
  public static final AuthOptions NONE =
      new AuthOptions(new AuthUsers(Map.of(), false), List.of(), false, false);

  boolean offered() {
    return !mechanisms.isEmpty();
  }
}
