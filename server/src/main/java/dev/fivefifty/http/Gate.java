package dev.fivefifty.http;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may come in at all. Immutable and thread-safe. */
final class Gate {
  private static final int LONGEST_URI = 8 * 1024;
  private static final int LARGEST_HEADERS = 32 * 1024;
  private static final String HEALTH = "/health/";
  private static final String BEARER = "bearer ";

  /** With or without a port. */
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  private static final Pattern JSON =
      Pattern.compile("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT");

  private final boolean onLoopback;
  private final Optional<byte[]> secret;

  Gate(HttpSettings settings) {
    onLoopback = settings.bind().isLoopbackAddress();
    secret = settings.secret().map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /** Before the request is looked at. */
  void check(String uri, String path, Headers headers) throws Refusal {
    if (uri.length() > LONGEST_URI) {
      throw new Refusal(414, "a URI has 8 KiB at most");
    }
    long size = 0;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      for (String value : header.getValue()) {
        size += header.getKey().length() + value.length();
      }
    }
    if (size > LARGEST_HEADERS) {
      throw new Refusal(431, "the header fields have 32 KiB at most");
    }
    host(headers.getOrDefault("Host", List.of()));
    if (!path.startsWith(HEALTH)) {
      token(headers.getOrDefault("Authorization", List.of()));
    }
  }

  /** A page of the web can make its own name lead to loopback, but not hide that name here. */
  private void host(List<String> hosts) throws Refusal {
    if (hosts.size() != 1) {
      throw Refusal.badRequest("expected one Host field, not " + hosts.size());
    }
    String host = hosts.get(0).strip().toLowerCase(Locale.ROOT);
    if (onLoopback && !LOOPBACK.matcher(host).matches()) {
      throw new Refusal(
          421,
          "this server is localhost, 127.0.0.1 or [::1], with or without a port, and not '"
              + Shown.of(host)
              + "'");
    }
  }

  private void token(List<String> shown) throws Refusal {
    if (secret.isEmpty()) {
      return;
    }
    String only = shown.size() == 1 ? shown.get(0) : "";
    boolean bearer = only.toLowerCase(Locale.ROOT).startsWith(BEARER);
    byte[] token =
        (bearer ? only.substring(BEARER.length()).strip() : "").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(secret.get(), token)) {
      throw new Refusal(
              401,
              bearer ? "this is not the token" : "expected the token: Authorization: Bearer TOKEN")
          .withHeader("WWW-Authenticate", "Bearer realm=\"fivefifty\"");
    }
  }

  /**
   * What a form of a web page can send without being asked first has another type, or none: so one
   * is needed also where there is no body.
   */
  static void content(String method, Headers headers) throws Refusal {
    if (!WITH_BODY.contains(method)) {
      return;
    }
    List<String> types = headers.getOrDefault("Content-Type", List.of());
    if (types.size() != 1
        || !JSON.matcher(types.get(0).strip().toLowerCase(Locale.ROOT)).matches()) {
      throw new Refusal(
          415,
          method + " needs Content-Type: application/json, in UTF-8 (also where nothing is sent)");
    }
  }
}
