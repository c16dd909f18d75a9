package dev.fivefifty.http;

import com.sun.net.httpserver.HttpExchange;
import dev.fivefifty.rule.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A request, as far as a route wants to know. Used by one thread. */
final class Request {
  /** As much as a rule file may have. */
  static final int LARGEST_BODY = 1 << 20;

  private static final int BLOCK = 8_192;

  private final HttpExchange exchange;
  private final Map<String, String> variables;
  private final Map<String, String> query;
  private byte[] body = new byte[0];

  private Request(HttpExchange exchange, Map<String, String> variables, Map<String, String> query) {
    this.exchange = exchange;
    this.variables = variables;
    this.query = query;
  }

  static Request of(HttpExchange exchange, Route route, Map<String, String> variables)
      throws Refusal {
    Set<String> known = new TreeSet<>(route.query());
    if (Routes.takesTag(route.path())) {
      known.add(Routes.TAG);
    }
    return new Request(exchange, variables, query(exchange.getRequestURI().getRawQuery(), known));
  }

  private static Map<String, String> query(String raw, Set<String> known) throws Refusal {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return query;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
      if (!known.contains(name)) {
        throw Refusal.badRequest(
            "unknown parameter '"
                + Shown.of(name)
                + "' ("
                + (known.isEmpty()
                    ? "there is none here"
                    : "expected one of " + String.join(", ", new TreeSet<>(known)))
                + Nearest.hint(name, known)
                + ")");
      }
      String value = equals < 0 ? "" : Percent.decode(pair.substring(equals + 1), true);
      if (query.put(name, value) != null) {
        throw Refusal.badRequest("the parameter '" + name + "' is given twice");
      }
    }
    return query;
  }

  /** What stood in the path for {@code {name}}. */
  String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  /** A number in the path. */
  long number(String name) throws Refusal {
    String text = variable(name);
    if (!text.matches("\\d{1,18}")) {
      throw Refusal.badRequest("expected a number, not '" + Shown.of(text) + "'");
    }
    return Long.parseLong(text);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  int query(String name, int missing, int least, int most) throws Refusal {
    String text = query.get(name);
    if (text == null) {
      return missing;
    }
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw Refusal.badRequest(
        "'" + name + "' is " + least + " to " + most + ", not '" + Shown.of(text) + "'");
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /** Whether the client would rather have this media type than JSON. */
  boolean prefers(String type) {
    List<String> accept = exchange.getRequestHeaders().get("Accept");
    return accept != null
        && String.join(",", accept).toLowerCase(Locale.ROOT).strip().startsWith(type);
  }

  byte[] body() {
    return body;
  }

  /** Reads the body, but no more than it may have. */
  void read() throws Refusal, IOException {
    long declared = declaredLength();
    if (declared > LARGEST_BODY) {
      throw tooLarge();
    }
    byte[] read = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (read.length > LARGEST_BODY) {
      throw tooLarge();
    }
    body = read;
  }

  private long declaredLength() {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    // The JDK's server has refused what is no number.
    return length == null ? 0 : Long.parseLong(length);
  }

  private static Refusal tooLarge() {
    return new Refusal(413, "a body has 1 MiB at most");
  }

  /** Takes what the client may still be sending: most read no answer before they are done. */
  static void discard(HttpExchange exchange, long most) throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] block = new byte[BLOCK];
    long left = most;
    int count;
    while (left > 0 && (count = in.read(block)) >= 0) {
      left -= count;
    }
  }

  /** Whether there is nobody left to answer to, as far as that can be known. */
  boolean clientIsGone() {
    InetSocketAddress local = exchange.getLocalAddress();
    InetSocketAddress remote = exchange.getRemoteAddress();
    return Connections.isClosed(local, remote);
  }
}
