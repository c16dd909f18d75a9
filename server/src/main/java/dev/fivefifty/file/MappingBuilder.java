package dev.fivefifty.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects a mapping's entries; a key that is there already is an error. */
final class MappingBuilder {
  private final Problems problems;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
  private final Map<String, Node.Entry> merged = new LinkedHashMap<>();

  MappingBuilder(Problems problems) {
    this.problems = problems;
  }

  void add(Node.Entry entry) {
    Node.Scalar key = entry.key();
    Node.Entry first = entries.putIfAbsent(key.text(), entry);
    if (first != null) {
      problems.error(
          key.place(),
          "duplicate key '%s' (the first is at line %d, column %d)"
              .formatted(
                  Words.shown(key.text()),
                  first.key().place().line(),
                  first.key().place().column()));
    }
  }

  /** Entries that count only where the mapping itself, or an earlier merge, has none. */
  void merge(List<Node.Entry> others) {
    others.forEach(entry -> merged.putIfAbsent(entry.key().text(), entry));
  }

  List<Node.Entry> build() {
    List<Node.Entry> all = new ArrayList<>(entries.values());
    merged.forEach(
        (key, entry) -> {
          if (!entries.containsKey(key)) {
            all.add(entry);
          }
        });
    return List.copyOf(all);
  }
}
