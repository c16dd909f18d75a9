package dev.fivefifty.file;

import dev.fivefifty.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule and where its keys stand, by the paths that the rule check uses. */
final class MappedRule {
  private final Place place;
  private final Map<String, Place> keys = new HashMap<>();
  private final List<Node.Scalar> replyLines = new ArrayList<>();
  private @Nullable Rule rule;
  private @Nullable String name;
  private String used = "";
  private boolean quiet;
  private @Nullable String tag;

  MappedRule(Place place) {
    this.place = place;
  }

  Place place() {
    return place;
  }

  /** The first place of a path counts. */
  void place(String path, Place at) {
    keys.putIfAbsent(path, at);
  }

  /** The place of a path; where that is not known, of what it is part of. */
  Place place(String path) {
    String at = path;
    while (!at.isEmpty()) {
      Place known = keys.get(at);
      if (known != null) {
        return known;
      }
      at = at.substring(0, Math.max(0, at.lastIndexOf('.')));
    }
    return place;
  }

  void replyLine(Node.Scalar line) {
    replyLines.add(line);
  }

  List<Node.Scalar> replyLines() {
    return replyLines;
  }

  void name(String name) {
    this.name = name;
  }

  @Nullable String name() {
    return name;
  }

  /**
   * That it is one of a scenario.
   *
   * @param used where that is used, for messages
   * @param quiet whether what is odd about it is so on purpose
   */
  void used(String used, boolean quiet) {
    this.used = used;
    this.quiet = quiet;
  }

  String used() {
    return used;
  }

  boolean isQuiet() {
    return quiet;
  }

  void tag(String tag) {
    this.tag = tag;
  }

  /** Unique in a rule set, or null: names are unique for each tag. */
  @Nullable String fullName() {
    return tag == null || name == null ? name : tag + "/" + name;
  }

  void rule(Rule rule) {
    this.rule = rule;
  }

  /** The rule, or null if anything in it is wrong. */
  @Nullable Rule rule() {
    return rule;
  }
}
