package dev.fivefifty.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the control API listens, and for whom. Immutable and thread-safe.
 *
 * @param bind an address of this machine
 * @param port 0 to 65535; 0 picks a free one
 * @param token what every request must show as {@code Authorization: Bearer}, or {@link #NO_TOKEN}
 *     where none need; null if nothing was said, which will do on loopback only
 */
public record HttpSettings(InetAddress bind, int port, @Nullable String token) {
  /** The token of an API that is open to whoever reaches it, said outright. */
  public static final String NO_TOKEN = "none";

  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,256}");

  /**
   * Makes settings.
   *
   * @throws IllegalArgumentException if the port is out of range, the token is not 1 to 256 visible
   *     ASCII characters, or nothing was said of a token for an address other than loopback
   */
  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the HTTP port is 0 to 65535, not " + port);
    }
    if (token != null && !TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "the HTTP token is 1 to 256 visible ASCII characters without blanks");
    }
    if (token == null && !bind.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "the control API on "
              + bind.getHostAddress()
              + " could be used by whoever reaches that address (expected a token for it, or"
              + " 'none' said outright: --http-token, httpToken, or token below http)");
    }
  }

  /** What must be shown, or empty if nothing need. */
  Optional<String> secret() {
    return Optional.ofNullable(token).filter(said -> !said.equals(NO_TOKEN));
  }

  /** Without the token, which is a secret. */
  @Override
  public String toString() {
    return "HttpSettings[bind="
        + bind.getHostAddress()
        + ", port="
        + port
        + (secret().isPresent() ? ", with a token]" : "]");
  }
}
