package dev.fivefifty.rule;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What keeps a rule's counts apart. */
public enum Per {
  /** The client's address. */
  CLIENT("client", RuleKey.CLIENT.stages()),
  /** The session. */
  SESSION("session", EnumSet.allOf(Stage.class)),
  /** What the client calls itself. */
  HELO("helo", RuleKey.HELO_NAME.stages()),
  /** Who has authenticated. */
  USER("user", RuleKey.USER.stages()),
  /** The reverse path. */
  FROM("from", RuleKey.FROM.stages()),
  /** The recipient. */
  TO("to", EnumSet.of(Stage.RCPT)),
  /** The recipient's domain. */
  DOMAIN("domain", EnumSet.of(Stage.RCPT)),
  /** The decoded subject. */
  SUBJECT("subject", RuleKey.SUBJECT.stages()),
  /** The Message-ID. */
  MESSAGE_ID("message-id", RuleKey.SUBJECT.stages());

  private final String keyword;
  private final Set<Stage> stages;

  Per(String keyword, Set<Stage> stages) {
    this.keyword = keyword;
    this.stages = stages;
  }

  /**
   * The value as rule files write it.
   *
   * @return such as {@code message-id}
   */
  public String keyword() {
    return keyword;
  }

  /**
   * Where it can stand.
   *
   * @return the stages at which it is known
   */
  public Set<Stage> stages() {
    return stages;
  }

  /**
   * Finds a value.
   *
   * @param keyword as rule files write it
   * @return the value, or empty
   */
  public static Optional<Per> of(String keyword) {
    for (Per per : values()) {
      if (per.keyword.equals(keyword)) {
        return Optional.of(per);
      }
    }
    return Optional.empty();
  }

  /** The part of the counting key for this occasion; addresses and names count ignoring case. */
  String valueIn(Occasion occasion) {
    String value =
        switch (this) {
          case CLIENT -> occasion.client().getHostAddress();
          case SESSION -> Long.toString(occasion.session());
          case HELO -> occasion.helo().orElse("");
          case USER -> occasion.user().orElse("");
          case FROM -> occasion.sender().orElse("");
          case TO -> occasion.recipient();
          case DOMAIN -> Occasion.domainOf(occasion.recipient());
          case SUBJECT -> occasion.message().flatMap(MessageView::subject).orElse("");
          case MESSAGE_ID -> occasion.message().flatMap(MessageView::messageId).orElse("");
        };
    return this == MESSAGE_ID || this == SUBJECT ? value : value.toLowerCase(Locale.ROOT);
  }
}
