package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.Expectations;
import dev.fivefifty.journal.MessageFilter;
import java.util.List;

/** What can be asked of a server. Not thread-safe. */
public final class FiveFiftyAssert extends SentenceAssert<FiveFiftyAssert, FiveFifty> {
  FiveFiftyAssert(FiveFifty smtp) {
    super(smtp, FiveFiftyAssert.class, new Sentence(smtp));
  }

  /**
   * Asks about one recipient.
   *
   * @param address without angle brackets, ignoring case
   * @return what can be asked
   * @throws IllegalArgumentException if it has angle brackets
   */
  public RecipientAssert recipient(String address) {
    return new RecipientAssert(Expectations.recipient(address), sentence).after(this);
  }

  /**
   * Asks about the attempts that named no recipient: their sessions ended before any RCPT.
   *
   * @return what can be asked
   */
  public RecipientAssert unknownRecipient() {
    return new RecipientAssert(Expectations.unknownRecipient(), sentence).after(this);
  }

  /**
   * Asks about all attempts, whomever they named.
   *
   * @return what can be asked
   */
  public RecipientAssert anyRecipient() {
    return new RecipientAssert(Expectations.anyRecipient(), sentence).after(this);
  }

  /**
   * Asks about several recipients at once.
   *
   * @param addresses at least one, without angle brackets, ignoring case
   * @return what can be asked
   * @throws IllegalArgumentException if there is none, or one has angle brackets
   */
  public RecipientsAssert recipients(String... addresses) {
    return new RecipientsAssert(Expectations.recipients(List.of(addresses)), sentence).after(this);
  }

  /**
   * Asks about the stored messages.
   *
   * @return all of them, to be narrowed down
   */
  public MessagesAssert messages() {
    return new MessagesAssert(MessageFilter.ANY, sentence).after(this);
  }

  /**
   * Asks about the sessions.
   *
   * @return what can be asked
   */
  public SessionsAssert sessions() {
    return new SessionsAssert(sentence).after(this);
  }

  /**
   * Asks about one rule.
   *
   * @param name its name; one of a scenario is {@code scenario/rule}
   * @return what can be asked
   */
  public RuleAssert rule(String name) {
    return new RuleAssert(Expectations.rule(name), sentence).after(this);
  }

  /**
   * A message is stored, and for none of its recipients more than once.
   *
   * @param messageId its Message-ID, with or without angle brackets; case matters
   * @return this
   */
  public FiveFiftyAssert storedExactlyOneCopyOf(String messageId) {
    return ask(Expectations.oneCopyOf(messageId));
  }
}
