package dev.fivefifty.rule;

import java.util.List;

/**
 * The TLS versions that a handshake offers.
 *
 * @param names one or both of {@code TLSv1.2} and {@code TLSv1.3}
 */
public record Protocols(List<String> names) {
  /** The versions there are. */
  public static final List<String> KNOWN = List.of("TLSv1.2", "TLSv1.3");

  /**
   * Makes the list.
   *
   * @throws IllegalArgumentException if empty, or with an unknown version
   */
  public Protocols {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("protocols needs at least one of " + KNOWN);
    }
    for (String name : names) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is no TLS version here (expected one of "
                + String.join(", ", KNOWN)
                + Nearest.hint(name, KNOWN)
                + "; an older server is oldTls: true)");
      }
    }
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
