package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.RecipientsExpectations;

/** What can be asked about several recipients. Not thread-safe. */
public final class RecipientsAssert extends SentenceAssert<RecipientsAssert, FiveFifty> {
  private final RecipientsExpectations recipients;

  RecipientsAssert(RecipientsExpectations recipients, Sentence sentence) {
    super(sentence.smtp(), RecipientsAssert.class, sentence);
    this.recipients = recipients;
  }

  /**
   * An attempt for each of them was accepted.
   *
   * @return this
   */
  public RecipientsAssert wereAccepted() {
    return ask(recipients.accepted());
  }

  /**
   * They were accepted in the very transaction in which another recipient was refused or deferred
   * at RCPT: one bad address did not keep the mail from the others.
   *
   * @param recipient the other, without angle brackets, ignoring case
   * @return this
   */
  public RecipientsAssert whileRefused(String recipient) {
    return ask(recipients.acceptedWhileRefused(recipient));
  }
}
