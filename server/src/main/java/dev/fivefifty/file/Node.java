package dev.fivefifty.file;

import java.util.List;
import java.util.Optional;

/**
 * What was written, and where. Scalars are texts as written: no number, boolean or date is made of
 * them before somebody asks for one.
 */
sealed interface Node {
  Place place();

  /** The same value at another place: that of an alias. */
  Node at(Place place);

  /** What it is, for people. */
  String kind();

  /** How a scalar is written. */
  enum Style {
    /** Without quotes. */
    PLAIN,
    /** In single or double quotes. */
    QUOTED,
    /** After {@code |} or {@code >}. */
    BLOCK,
    /** Nothing, {@code ~} or {@code null}. */
    NULL
  }

  /**
   * A scalar.
   *
   * @param inFlow whether it is between brackets or braces
   * @param comment the comment behind it on its line with the blanks before, empty if none; only
   *     for plain scalars
   */
  record Scalar(Place place, String text, Style style, boolean inFlow, String comment)
      implements Node {
    boolean isPlain() {
      return style == Style.PLAIN;
    }

    boolean isNull() {
      return style == Style.NULL;
    }

    @Override
    public Scalar at(Place place) {
      return new Scalar(place, text, style, inFlow, comment);
    }

    @Override
    public String kind() {
      return !isNull() ? "'" + Words.shown(text) + "'" : text.isEmpty() ? "nothing" : text;
    }
  }

  /**
   * A key and its value.
   *
   * @param bare whether there was not even a colon; in flow style a comma in a text does that
   */
  record Entry(Scalar key, Node value, boolean bare) {}

  /** Keys and values in the order written; no key is there twice. */
  record Mapping(Place place, boolean inFlow, List<Entry> entries) implements Node {
    Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key().text().equals(key)).findFirst();
    }

    @Override
    public Mapping at(Place place) {
      return new Mapping(place, inFlow, entries);
    }

    @Override
    public String kind() {
      return entries.isEmpty() ? "an empty mapping" : "a mapping";
    }
  }

  /** A list. */
  record Sequence(Place place, boolean inFlow, List<Node> items) implements Node {
    @Override
    public Sequence at(Place place) {
      return new Sequence(place, inFlow, items);
    }

    @Override
    public String kind() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }
}
