package dev.fivefifty.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who this is, and where it listens. */
record ServerRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/server";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> server());
  }

  private Answer server() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", HttpApi.version());
    tree.put("seed", control.seed());
    tree.put("now", control.now().toString());
    List<Map<String, Object>> listeners =
        control.endpoints().stream().map(ServerRoute::listener).toList();
    tree.put("listeners", listeners);
    tree.put("settings", control.facts().tree());
    return Answer.ok(tree);
  }

  private static Map<String, Object> listener(Endpoint endpoint) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", endpoint.name());
    tree.put("address", endpoint.address());
    tree.put("port", endpoint.port());
    tree.put("implicitTls", endpoint.implicitTls());
    return tree;
  }
}
