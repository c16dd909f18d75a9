package dev.fivefifty.codes;

import dev.fivefifty.rule.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lays explanations out for people. */
final class MeaningText {
  static final int WIDTH = 80;

  /** Narrower columns than half of it cannot be read. */
  static final int NARROWEST_PAIR = 72;

  private static final int NARROWEST = 40;
  private static final String GAP = " | ";

  private MeaningText() {}

  /** A heading and what is under it. */
  private record Part(String heading, List<String> items) {}

  private static List<Part> parts(ReplyMeaning meaning) {
    return List.of(
        new Part("means", meaning.meaning()),
        new Part("comes at", List.of(stages(meaning))),
        new Part("causes", meaning.causes()),
        new Part("sender", meaning.sender()),
        new Part("client", meaning.client()),
        new Part("note", meaning.remarks()),
        new Part("related", List.of(String.join(", ", meaning.related()))),
        new Part("see", List.of(String.join(", ", meaning.rfcs()))));
  }

  private static String stages(ReplyMeaning meaning) {
    String permitted = names(meaning.stages());
    String seen = names(meaning.seenAt());
    return permitted.isEmpty() && seen.isEmpty()
        ? "no stage by any RFC"
        : permitted.isEmpty()
            ? "no stage by any RFC; in practice " + seen
            : permitted + (seen.isEmpty() ? "" : "; in practice also " + seen);
  }

  private static String names(Set<Stage> stages) {
    List<String> names = new ArrayList<>();
    Set<Stage> rest = EnumSet.noneOf(Stage.class);
    rest.addAll(stages);
    if (rest.containsAll(Entry.commands())) {
      names.add("any command");
      rest.removeAll(Entry.commands());
    }
    rest.forEach(stage -> names.add(stage.keyword()));
    return String.join(", ", names);
  }

  static String one(ReplyMeaning meaning, int asked) {
    int width = Math.max(asked, NARROWEST);
    List<String> lines =
        new ArrayList<>(wrapped(meaning.name() + ": " + meaning.title(), width, ""));
    lines.add("");
    for (Part part : parts(meaning)) {
      String label = String.format("%-9s ", part.heading());
      String indent = " ".repeat(label.length());
      boolean first = true;
      for (String item : part.items()) {
        boolean listed = part.items().size() > 1;
        String head = (first ? label : indent) + (listed ? "- " : "");
        String next = indent + (listed ? "  " : "");
        List<String> wrapped = wrapped(item, width - head.length(), "");
        for (int i = 0; i < wrapped.size(); i++) {
          lines.add((i == 0 ? head : next) + wrapped.get(i));
        }
        first = false;
      }
    }
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
  }

  static String two(ReplyMeaning left, ReplyMeaning right, int width) {
    String difference = difference(left, right);
    if (width < NARROWEST_PAIR) {
      return String.join("\n", wrapped(difference, Math.max(width, NARROWEST), ""))
          + "\n\n"
          + one(left, width)
          + "\n\n"
          + one(right, width);
    }
    int column = (width - GAP.length()) / 2;
    List<String> lines = new ArrayList<>(wrapped(difference, width, ""));
    lines.add("");
    beside(lines, List.of(left.name(), left.title()), List.of(right.name(), right.title()), column);
    List<Part> one = parts(left);
    List<Part> other = parts(right);
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).items().isEmpty() || !other.get(i).items().isEmpty()) {
        lines.add("");
        lines.add("-- " + one.get(i).heading());
        beside(lines, one.get(i).items(), other.get(i).items(), column);
      }
    }
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
  }

  private static void beside(List<String> lines, List<String> one, List<String> other, int column) {
    List<String> left = column(one, column);
    List<String> right = column(other, column);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String cell = i < left.size() ? left.get(i) : "";
      lines.add(
          cell
              + " ".repeat(Math.max(0, column - cell.length()))
              + GAP
              + (i < right.size() ? right.get(i) : ""));
    }
  }

  private static List<String> column(List<String> items, int width) {
    List<String> lines = new ArrayList<>();
    items.forEach(item -> lines.addAll(wrapped(item, width, "  ")));
    return lines;
  }

  private static String difference(ReplyMeaning left, ReplyMeaning right) {
    int one = ReplyCodes.firstDigit(left);
    int other = ReplyCodes.firstDigit(right);
    return one == other
        ? "Both are " + plural(one) + ", and a client treats them alike by their first digit."
        : left.name()
            + " is "
            + Digits.sense(one)
            + ", "
            + right.name()
            + " is "
            + Digits.sense(other)
            + ".";
  }

  private static String plural(int first) {
    return switch (first) {
      case 2 -> "successes";
      case 3 -> "requests to go on";
      case 4 -> "temporary failures";
      case 5 -> "permanent failures";
      default -> "no replies of SMTP";
    };
  }

  /** Lines no longer than that, but for words that are. */
  private static List<String> wrapped(String text, int width, String indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.toString().isBlank() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(indent);
      }
      if (!line.toString().isBlank()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
