package dev.fivefifty.http;

import dev.fivefifty.rule.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the route of a path. Immutable and thread-safe. */
final class Router {
  private final List<Route> routes;

  /** A route, and what stood in the path for its variables. */
  record Found(Route route, Map<String, String> variables) {
    /** The methods that are allowed. */
    Set<String> allowed() {
      Set<String> allowed = new TreeSet<>(route.methods().keySet());
      if (allowed.contains("GET")) {
        allowed.add("HEAD");
      }
      allowed.add("OPTIONS");
      return allowed;
    }

    Route.Handler handler(String method) throws Refusal {
      Route.Handler handler = route.methods().get(method.equals("HEAD") ? "GET" : method);
      if (handler == null) {
        String allow = String.join(", ", allowed());
        throw new Refusal(
                405, Shown.of(method) + " is not allowed here (expected one of " + allow + ")")
            .withHeader("Allow", allow);
      }
      return handler;
    }
  }

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  List<Route> routes() {
    return routes;
  }

  /** The route of a path as it came, percent-encoded. */
  Found find(String path) throws Refusal {
    String[] segments = path.split("/", -1);
    for (Route route : routes) {
      Map<String, String> variables = variables(route.path().split("/", -1), segments);
      if (variables != null) {
        return new Found(route, variables);
      }
    }
    throw new Refusal(404, "there is nothing at " + Shown.of(path) + hint(path));
  }

  private static @Nullable Map<String, String> variables(String[] template, String[] segments)
      throws Refusal {
    if (template.length != segments.length) {
      return null;
    }
    Map<String, String> raw = new HashMap<>();
    for (int i = 0; i < template.length; i++) {
      if (template[i].startsWith("{") && !segments[i].isEmpty()) {
        raw.put(template[i].substring(1, template[i].length() - 1), segments[i]);
      } else if (!template[i].equals(segments[i])) {
        return null;
      }
    }
    for (Map.Entry<String, String> each : raw.entrySet()) {
      each.setValue(Percent.decode(each.getValue(), false));
    }
    return raw;
  }

  private String hint(String path) {
    List<String> paths = new ArrayList<>();
    routes.forEach(route -> paths.add(route.path()));
    // What was left out or added at the ends is told apart from what was misspelt.
    String bare = path.replaceAll("/+$", "");
    for (String known : paths) {
      if (known.equals(bare) || known.equals("/api/v1" + bare) || known.equals("/api" + bare)) {
        return " (did you mean " + known + "?)";
      }
    }
    return Nearest.to(bare, paths)
        .map(nearest -> " (did you mean " + nearest + "?)")
        .orElse(" (see /api/v1/openapi.yaml)");
  }
}
