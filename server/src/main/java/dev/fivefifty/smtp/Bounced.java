package dev.fivefifty.smtp;

import dev.fivefifty.journal.ReceivedMessage.Recipient;
import dev.fivefifty.rule.Bounce;
import dev.fivefifty.rule.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has said is to be told of a recipient, if the message is accepted.
 *
 * @param recipient the recipient, with what NOTIFY and ORCPT said
 * @param bounce what is told, and when
 * @param reply what is told, its placeholders filled in
 * @param rule the name of the rule
 */
record Bounced(Recipient recipient, Bounce bounce, Reply reply, @Nullable String rule) {

  /** What an answer says of the recipients that match; nothing where it says nothing of bounces. */
  static List<Bounced> by(Answering answering, List<Recipient> candidates) {
    Bounce bounce = answering.decision().outcome().bounce();
    if (bounce == null) {
      return List.of();
    }
    List<String> matching = answering.decision().matchingRecipients(answering.occasion());
    List<Bounced> told = new ArrayList<>();
    for (Recipient recipient : candidates) {
      if (matching.contains(recipient.address())) {
        Reply reply =
            answering.decision().bounceReply(bounce, answering.occasion(), recipient.address());
        told.add(new Bounced(recipient, bounce, reply, answering.decision().ruleName()));
      }
    }
    return told;
  }
}
