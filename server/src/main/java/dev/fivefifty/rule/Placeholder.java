package dev.fivefifty.rule;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reply's text can name as <code>${…}</code>; <code>$${</code> stands for itself. */
public enum Placeholder {
  /** The first matching recipient. */
  TO("to", RuleKey.TO.stages()),
  /** The reverse path. */
  FROM("from", RuleKey.FROM.stages()),
  /** The domain of {@link #TO}. */
  DOMAIN("domain", RuleKey.TO.stages()),
  /** The domain of {@link #FROM}. */
  FROM_DOMAIN("fromDomain", RuleKey.FROM.stages()),
  /** The client's address. */
  CLIENT("client", EnumSet.allOf(Stage.class)),
  /** What the client calls itself. */
  HELO("helo", RuleKey.HELO_NAME.stages()),
  /** Who has authenticated. */
  USER("user", RuleKey.USER.stages()),
  /** The session's number. */
  SESSION("session", EnumSet.allOf(Stage.class)),
  /** The rule's name. */
  RULE("rule", EnumSet.allOf(Stage.class)),
  /** The decoded subject. */
  SUBJECT("subject", RuleKey.SUBJECT.stages()),
  /** The size in bytes. */
  SIZE("size", RuleKey.SIZE.stages()),
  /** The time by the server's clock (ISO 8601, UTC). */
  NOW("now", EnumSet.allOf(Stage.class));

  private static final Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)\\}");

  private final String keyword;
  private final Set<Stage> stages;

  Placeholder(String keyword, Set<Stage> stages) {
    this.keyword = keyword;
    this.stages = stages;
  }

  /**
   * The word between the braces.
   *
   * @return such as {@code to}
   */
  public String keyword() {
    return keyword;
  }

  /**
   * Where it is known.
   *
   * @return the stages
   */
  public Set<Stage> stages() {
    return stages;
  }

  static Optional<Placeholder> of(String keyword) {
    return Arrays.stream(values()).filter(each -> each.keyword.equals(keyword)).findFirst();
  }

  static List<String> keywords() {
    return Arrays.stream(values()).map(Placeholder::keyword).toList();
  }

  /**
   * The words between braces in a text, but for those after {@code $$}, which may lack their end.
   */
  static List<String> namedIn(String text) {
    return FORM.matcher(text)
        .results()
        .filter(result -> result.group(1) != null)
        .map(result -> result.group(1))
        .toList();
  }

  /** The text with each placeholder replaced; a value never adds a line. */
  static String fill(String text, UnaryOperator<String> valueOf) {
    if (text.indexOf("${") < 0) {
      return text;
    }
    Matcher matcher = FORM.matcher(text);
    return matcher.replaceAll(
        result ->
            Matcher.quoteReplacement(
                result.group(1) == null
                    ? "${"
                    : valueOf.apply(result.group(1)).replace('\r', '?').replace('\n', '?')));
  }

  String valueIn(Occasion occasion, String rule, String recipient) {
    return switch (this) {
      case TO -> recipient;
      case FROM -> occasion.sender().orElse("");
      case FROM_DOMAIN -> occasion.sender().map(Occasion::domainOf).orElse("");
      case DOMAIN -> Occasion.domainOf(recipient);
      case CLIENT -> occasion.client().getHostAddress();
      case HELO -> occasion.helo().orElse("");
      case USER -> occasion.user().orElse("");
      case SESSION -> Long.toString(occasion.session());
      case RULE -> rule;
      case SUBJECT -> occasion.message().flatMap(MessageView::subject).orElse("");
      case SIZE -> occasion.size().isPresent() ? Long.toString(occasion.size().getAsLong()) : "";
      case NOW -> occasion.now().toString();
    };
  }
}
