package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server elsewhere, which runs already and is not stopped.
 *
 * @param api its control API
 * @param token what that wants to be shown, or null
 */
record Remote(URI api, @Nullable String token) {
  /** The configuration parameter, with a server's name behind it for that one. */
  static final String PARAMETER = "fivefifty.remote";

  private static final String TOKEN = "fivefifty.token";

  /** Where a server is: as an annotation or a builder says, or else as the test run is told. */
  static Optional<Remote> of(
      Optional<Remote> said,
      String name,
      String where,
      Function<String, Optional<String>> parameters) {
    if (said.isPresent()) {
      return said.map(remote -> remote.with(parameters));
    }
    String key = name.isEmpty() ? PARAMETER : PARAMETER + "." + name;
    Optional<String> uri = given(key, parameters);
    if (uri.isEmpty() && given(PARAMETER, parameters).isPresent()) {
      throw new Misuse(
          where
              + ": "
              + PARAMETER
              + " says where the server without a name is, and nothing where '"
              + name
              + "' is (set "
              + key
              + ")");
    }
    return uri.map(text -> at(text, key).with(parameters));
  }

  private static Optional<String> given(String key, Function<String, Optional<String>> parameters) {
    return parameters.apply(key).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** What an annotation or a parameter says. */
  static Remote at(String uri, String where) {
    try {
      return new Remote(URI.create(uri.strip()), null);
    } catch (IllegalArgumentException e) {
      throw new Misuse(
          where + ": '" + uri + "' is no URI (expected such as http://127.0.0.1:8025)", e);
    }
  }

  private Remote with(Function<String, Optional<String>> parameters) {
    return token == null ? new Remote(api, given(TOKEN, parameters).orElse(null)) : this;
  }

  FiveFifty connect(String where) {
    try {
      return token == null ? FiveFifty.connect(api) : FiveFifty.connect(api, token);
    } catch (UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
      Throwable reason =
          e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
      throw new Misuse(where + ": " + reason.getMessage(), e);
    }
  }

  /** Without the token, which is a secret. */
  @Override
  public String toString() {
    return api.toString();
  }
}
