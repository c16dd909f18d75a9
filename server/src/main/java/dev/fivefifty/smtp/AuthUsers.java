package dev.fivefifty.smtp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who may authenticate. Names and passwords are compared exactly, without the preparation of RFC
 * 4013.
 *
 * @param passwords by user
 * @param any whether everybody may, with any password, whatever {@code passwords} says
 */
public record AuthUsers(Map<String, String> passwords, boolean any) {
  /** Takes the place of an unknown user's password, so that comparing takes as long. */
  private static final byte[] UNKNOWN = {0};

  /** Keeps a copy. */
  public AuthUsers {
    passwords = Map.copyOf(passwords);
  }

  /**
   * The configured password of a user.
   *
   * @param user the name
   * @return empty if the user is not configured
   */
  public Optional<String> password(String user) {
    return Optional.ofNullable(passwords.get(user));
  }

  /**
   * Whether the credentials are right. The time it takes depends on what was offered alone.
   *
   * @param user the name
   * @param password the password, or the token of XOAUTH2
   * @return true if so
   */
  public boolean accepts(String user, String password) {
    byte[] offered = password.getBytes(StandardCharsets.UTF_8);
    Optional<String> known = password(user);
    byte[] wanted = known.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(UNKNOWN);
    boolean same = MessageDigest.isEqual(offered, wanted);
    return any || known.isPresent() && same;
  }

  /** The names alone. */
  @Override
  public String toString() {
    return "AuthUsers[users=" + new TreeSet<>(passwords.keySet()) + ", any=" + any + "]";
  }
}
