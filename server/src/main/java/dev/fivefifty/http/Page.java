package dev.fivefifty.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** A part of a long list. */
final class Page {
  static final int DEFAULT_LIMIT = 100;
  static final int MOST = 1_000;

  private Page() {}

  /** The parameters of a list, with others. */
  static Set<String> parameters(String... others) {
    Set<String> all = new TreeSet<>(Set.of(others));
    all.add("limit");
    all.add("offset");
    return all;
  }

  static <T> Answer of(
      Request request, String name, List<T> all, Function<T, Map<String, Object>> write)
      throws Refusal {
    int limit = request.query("limit", DEFAULT_LIMIT, 0, MOST);
    int offset = request.query("offset", 0, 0, 999_999_999);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("total", all.size());
    tree.put("offset", offset);
    tree.put("limit", limit);
    tree.put(name, all.stream().skip(offset).limit(limit).map(write).toList());
    return Answer.ok(tree);
  }
}
