package dev.fivefifty.expect;

import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.RecipientHistory;
import java.util.List;
import java.util.Map;

/** Every question there is. Thread-safe. */
public final class Expectations {
  private Expectations() {}

  /**
   * One recipient.
   *
   * @param address without angle brackets, ignoring case
   * @return the questions about it
   * @throws IllegalArgumentException if it has angle brackets
   */
  public static RecipientExpectations recipient(String address) {
    return new RecipientExpectations(
        address(address), evidence -> evidence.recipient(address), address::equalsIgnoreCase);
  }

  /**
   * The attempts that named no recipient: their sessions ended before any RCPT.
   *
   * @return the questions about them
   */
  public static RecipientExpectations unknownRecipient() {
    return new RecipientExpectations(
        "an unknown recipient",
        evidence -> RecipientHistory.ofUnknown(evidence.attempts()),
        address -> false);
  }

  /**
   * All recipients together, the unknown ones among them.
   *
   * @return the questions about them
   */
  public static RecipientExpectations anyRecipient() {
    return new RecipientExpectations(
        "any recipient",
        evidence -> RecipientHistory.ofAll(evidence.attempts(), evidence.messages()),
        address -> true);
  }

  /**
   * Several recipients.
   *
   * @param addresses at least one, without angle brackets, ignoring case
   * @return the questions about them
   * @throws IllegalArgumentException if there is none, or one has angle brackets
   */
  public static RecipientsExpectations recipients(List<String> addresses) {
    return new RecipientsExpectations(addresses.stream().map(Expectations::address).toList());
  }

  private static String address(String address) {
    if (address.startsWith("<")) {
      throw new IllegalArgumentException(
          "a recipient is written without angle brackets: "
              + address.replaceAll("[<>]", "")
              + ", not "
              + address);
    }
    return address;
  }

  /**
   * The stored messages.
   *
   * @param filter which of them
   * @return the questions about them
   */
  public static MessageExpectations messages(MessageFilter filter) {
    return new MessageExpectations(filter);
  }

  /**
   * One message.
   *
   * @param message the message
   * @return the questions about it
   */
  public static OneMessageExpectations message(ReceivedMessage message) {
    return new OneMessageExpectations(message);
  }

  /**
   * A message is stored, and for none of its recipients more than once.
   *
   * @param messageId its Message-ID, with or without angle brackets; case matters
   * @return the expectation
   */
  public static Expectation oneCopyOf(String messageId) {
    MessageFilter filter = MessageFilter.ANY.messageId(messageId);
    return new Fact(
        "exactly one copy " + filter + " is stored",
        evidence -> {
          Judgement stored = messages(filter).stored(Times.atLeast(1)).judge(evidence);
          if (!stored.holds()) {
            return stored;
          }
          List<ReceivedMessage> all = evidence.messages().stream().filter(filter::fits).toList();
          Map<String, Long> copies = Copies.of(all, to -> true);
          String repeated = Copies.repeated(copies);
          return repeated.isEmpty()
              ? Judgement.yes()
              : messages(filter)
                  .stored(Times.never())
                  .judge(evidence)
                  .because(List.of("there are " + repeated));
        });
  }

  /**
   * The sessions.
   *
   * @return the questions about them
   */
  public static SessionsExpectations sessions() {
    return new SessionsExpectations();
  }

  /**
   * One rule.
   *
   * @param name its name; one of a scenario is {@code scenario/rule}
   * @return the questions about it
   */
  public static RuleExpectations rule(String name) {
    return new RuleExpectations(name);
  }
}
