package dev.fivefifty.file;

import java.util.ArrayList;
import java.util.List;

/** A mapping's entries, with what a comma cut off from an unquoted reply put back in its place. */
final class Entries {
  private static final List<String> REPLIES = List.of("reply", "bounce");

  private Entries() {}

  /**
   * An entry.
   *
   * @param cutOff the text behind the comma and all that follows, empty if nothing was cut off
   */
  record Item(Node.Scalar key, Node value, String cutOff) {}

  static List<Item> of(Node.Mapping mapping) {
    List<Item> items = new ArrayList<>();
    List<Node.Entry> entries = mapping.entries();
    int i = 0;
    while (i < entries.size()) {
      Node.Entry entry = entries.get(i++);
      StringBuilder cutOff = new StringBuilder();
      if (REPLIES.contains(entry.key().text())
          && entry.value() instanceof Node.Scalar value
          && value.isPlain()
          && value.inFlow()) {
        while (i < entries.size() && entries.get(i).bare()) {
          cutOff.append(", ").append(entries.get(i++).key().text());
        }
      }
      items.add(new Item(entry.key(), entry.value(), cutOff.toString()));
    }
    return items;
  }
}
