package dev.fivefifty.smtp;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** The SASL mechanisms that AUTH offers (RFC 4954). */
public enum Mechanism {
  /** RFC 4616. */
  PLAIN("PLAIN") {
    @Override
    SaslExchange begin(AuthUsers users, String hostname, Supplier<byte[]> randomness) {
      return new PlainExchange(users);
    }
  },

  /** Obsolete and everywhere. */
  LOGIN("LOGIN") {
    @Override
    SaslExchange begin(AuthUsers users, String hostname, Supplier<byte[]> randomness) {
      return new LoginExchange(users);
    }
  },

  /** RFC 2195. */
  CRAM_MD5("CRAM-MD5") {
    @Override
    SaslExchange begin(AuthUsers users, String hostname, Supplier<byte[]> randomness) {
      String random = new BigInteger(1, randomness.get()).toString();
      return new CramMd5Exchange(
          users, "<" + random + "." + System.currentTimeMillis() + "@" + hostname + ">");
    }
  },

  /** Google's and Microsoft's bearer tokens; the token is the configured password. */
  XOAUTH2("XOAUTH2") {
    @Override
    SaslExchange begin(AuthUsers users, String hostname, Supplier<byte[]> randomness) {
      return new XOAuth2Exchange(users);
    }
  };

  private final String saslName;

  Mechanism(String saslName) {
    this.saslName = saslName;
  }

  /**
   * The name on the wire and in rule files.
   *
   * @return such as {@code CRAM-MD5}
   */
  public String saslName() {
    return saslName;
  }

  /**
   * Begins an authentication.
   *
   * @param hostname what the server calls itself
   * @param randomness asked once, by CRAM-MD5 alone; never the same twice
   */
  abstract SaslExchange begin(AuthUsers users, String hostname, Supplier<byte[]> randomness);

  /**
   * Finds a mechanism.
   *
   * @param name its name on the wire, in either case
   * @return empty if there is none
   */
  public static Optional<Mechanism> of(String name) {
    // equalsIgnoreCase alone would take a dotless i for an I.
    return name.chars().allMatch(c -> c < 0x80)
        ? Arrays.stream(values()).filter(m -> m.saslName.equalsIgnoreCase(name)).findFirst()
        : Optional.empty();
  }
}
