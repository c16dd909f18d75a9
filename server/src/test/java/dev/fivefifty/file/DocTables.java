package dev.fivefifty.file;

import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Per;
import dev.fivefifty.rule.Placeholder;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.RuleKey.Group;
import dev.fivefifty.rule.Stage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of RULES.md that the code knows. */
final class DocTables {
  private DocTables() {}

  static String of(String name) {
    return switch (name) {
      case "keys" -> keys();
      case "not built" -> notBuilt();
      case "per" -> per();
      case "placeholders" -> placeholders();
      case "close" -> close();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String code(String word) {
    return "`" + word + "`";
  }

  private static String stages(Set<Stage> stages) {
    Set<Stage> missing = EnumSet.allOf(Stage.class);
    missing.removeAll(stages);
    if (missing.isEmpty()) {
      return "everywhere";
    }
    return missing.size() < 6 ? "everywhere but " + words(missing) : words(stages);
  }

  private static String words(Set<Stage> stages) {
    return stages.stream()
        .map(Stage::keyword)
        .map(DocTables::code)
        .collect(Collectors.joining(", "));
  }

  private static String keys() {
    StringBuilder table = new StringBuilder("| key | belongs | at |\n|---|---|---|\n");
    for (RuleKey key : RuleKey.values()) {
      if (key.isBuilt()) {
        String where = key.group() == Group.MATCH ? "below `when`" : "to the rule";
        if (key.group() == Group.OUTCOME || key == RuleKey.TIMES) {
          where += ", or an item of its `sequence`";
        }
        table.append(
            "| %s | %s | %s |\n".formatted(code(key.keyword()), where, stages(key.stages())));
      }
    }
    return table.toString();
  }

  private static String per() {
    StringBuilder table = new StringBuilder("| `per` | apart for each | at |\n|---|---|---|\n");
    for (Per per : Per.values()) {
      String what =
          switch (per) {
            case CLIENT -> "client's address";
            case SESSION -> "session";
            case HELO -> "name that clients call themselves";
            case USER -> "authenticated user";
            case FROM -> "reverse path";
            case TO -> "recipient";
            case DOMAIN -> "recipient's domain";
            case SUBJECT -> "subject";
            case MESSAGE_ID -> "Message-ID";
          };
      table.append("| %s | %s | %s |\n".formatted(code(per.keyword()), what, stages(per.stages())));
    }
    return table.toString();
  }

  private static String placeholders() {
    StringBuilder table = new StringBuilder("| placeholder | is | at |\n|---|---|---|\n");
    for (Placeholder placeholder : Placeholder.values()) {
      String what =
          switch (placeholder) {
            case TO -> "the first matching recipient";
            case FROM -> "the reverse path";
            case FROM_DOMAIN -> "the domain of `${from}`, empty for the null reverse path";
            case DOMAIN -> "the domain of `${to}`";
            case CLIENT -> "the client's address";
            case HELO -> "what the client calls itself";
            case USER -> "who has authenticated";
            case SESSION -> "the session's number";
            case RULE -> "the rule's name";
            case SUBJECT -> "the decoded subject";
            case SIZE -> "the size in bytes";
            case NOW -> "the time by the server's clock (ISO 8601, UTC)";
          };
      table.append(
          "| %s | %s | %s |\n"
              .formatted(
                  code("${" + placeholder.keyword() + "}"), what, stages(placeholder.stages())));
    }
    return table.toString();
  }

  private static String close() {
    StringBuilder table = new StringBuilder("| `close` | the connection |\n|---|---|\n");
    for (Close close : Close.values()) {
      String what =
          switch (close) {
            case FIN -> "ends in order (FIN; under TLS close_notify comes first)";
            case RESET -> "is reset (an RST of the TCP connection)";
            case HALF ->
                "ends on the server's side (FIN), which goes on reading and answers nothing";
            case TRUNCATE -> "ends by FIN without TLS's close_notify";
            case NONE -> "stays open, even after 421";
          };
      table.append("| %s | %s |\n".formatted(code(close.keyword()), what));
    }
    return table.toString();
  }

  private static String notBuilt() {
    Predicate<RuleKey> missing = key -> !key.isBuilt();
    Stream<String> keys = Arrays.stream(RuleKey.values()).filter(missing).map(RuleKey::keyword);
    List<String> all = keys.map(DocTables::code).toList();
    return all.isEmpty()
        ? ""
        : "Not built yet, and refused by name: " + String.join(", ", all) + ".\n";
  }
}
