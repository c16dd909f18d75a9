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
    Reply reply = fixed.reply();
    if (reply.lines().stream().noneMatch(line -> line.contains("${"))) {
      return Optional.of(reply);
    }
    String recipient = firstMatchingRecipient(occasion);
    return Optional.of(
        new Reply(
            reply.code(),
            reply.enhanced(),
            reply.lines().stream().map(line -> filled(line, occasion, recipient)).toList()));
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
