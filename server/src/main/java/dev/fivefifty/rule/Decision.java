package dev.fivefifty.rule;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for an occasion.
 *
 * @param ruleName the rule that decided, or null if none did
 * @param rule that rule, or null
 * @param outcome what is to happen
 * @param draw a number from 0 to less than 1, drawn for this match from the seed
 * @param skipped the rules before it that matched and yet did not apply
 */
public record Decision(
    @Nullable String ruleName,
    @Nullable Rule rule,
    Outcome outcome,
    double draw,
    List<Skipped> skipped) {

  /** No rule decided. */
  public static final Decision BY_DEFAULT = new Decision(null, null, Outcome.DEFAULT, 0, List.of());

  /**
   * A rule that matched and did not apply.
   *
   * @param rule its name
   * @param reason which limit kept it from applying
   */
  public record Skipped(String rule, String reason) {}

  /**
   * The reply with its placeholders filled in.
   *
   * @param occasion the occasion that was decided
   * @return the reply, or empty if the answer is the server's own, or none
   * @throws RuntimeException what a reply in Java throws
   */
  public Optional<Reply> reply(Occasion occasion) {
    Answer answer = outcome.effectiveAnswer();
    if (answer instanceof Answer.Computed computed) {
      return Optional.of(computed.function().apply(occasion));
    }
    if (answer instanceof Answer.AsAddressed) {
      return Optional.of(AddressedReply.of(firstMatchingRecipient(occasion)));
    }
    if (!(answer instanceof Answer.Fixed fixed)) {
      return Optional.empty();
    }
    return Optional.of(filled(fixed.reply(), occasion, null));
  }

  /** The reply with its placeholders filled in, the recipient being the first that matches. */
  private Reply filled(Reply reply, Occasion occasion, @Nullable String to) {
    if (reply.lines().stream().noneMatch(line -> line.contains("${"))) {
      return reply;
    }
    String recipient = to == null ? firstMatchingRecipient(occasion) : to;
    return new Reply(
        reply.code(),
        reply.enhanced(),
        reply.lines().stream().map(line -> filled(line, occasion, recipient)).toList());
  }

  /**
   * What a bounce says of a recipient, with its placeholders filled in.
   *
   * @param bounce that of the outcome
   * @param occasion the occasion that was decided
   * @param recipient the recipient, which <code>${to}</code> stands for
   * @return the reply, with a text
   */
  public Reply bounceReply(Bounce bounce, Occasion occasion, String recipient) {
    return filled(bounce.reply(), occasion, recipient).withUsualText();
  }

  /**
   * The recipients that are like the rule says.
   *
   * @param occasion the occasion that was decided
   * @return at rcpt this recipient, later those of the accepted ones that match each {@code to} of
   *     the rule, in order
   */
  public List<String> matchingRecipients(Occasion occasion) {
    List<Condition> conditions = rule == null ? List.of() : rule.conditions();
    return occasion.candidateRecipients().stream()
        .filter(
            recipient ->
                conditions.stream()
                    .allMatch(
                        condition ->
                            !(condition instanceof Condition.TextIs text)
                                || text.key() != RuleKey.TO
                                || text.pattern().matches(recipient)))
        .toList();
  }

  private String filled(String line, Occasion occasion, String recipient) {
    return Placeholder.fill(
        line,
        name ->
            Placeholder.of(name)
                .map(each -> each.valueIn(occasion, ruleName == null ? "" : ruleName, recipient))
                .orElse(""));
  }

  private String firstMatchingRecipient(Occasion occasion) {
    if (rule != null) {
      for (Condition condition : rule.conditions()) {
        if (condition instanceof Condition.TextIs text && text.key() == RuleKey.TO) {
          for (String recipient : occasion.candidateRecipients()) {
            if (text.pattern().matches(recipient)) {
              return recipient;
            }
          }
        }
      }
    }
    return occasion.recipient();
  }
}
