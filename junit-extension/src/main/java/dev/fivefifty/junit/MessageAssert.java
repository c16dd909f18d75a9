package dev.fivefifty.junit;

import dev.fivefifty.expect.Expectations;
import dev.fivefifty.expect.OneMessageExpectations;
import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.rule.AttachmentPattern;
import dev.fivefifty.rule.NumberPattern;
import dev.fivefifty.rule.TextPattern;

/**
 * What can be asked about one stored message, which does not change any more; {@link #actual()}
 * gives it for all other questions. A text is a glob that ignores case, as in a rule; anything else
 * is a {@link TextPattern}. Not thread-safe.
 */
public final class MessageAssert extends SentenceAssert<MessageAssert, ReceivedMessage> {
  private final OneMessageExpectations message;

  MessageAssert(ReceivedMessage message, Sentence sentence) {
    super(message, MessageAssert.class, sentence);
    this.message = Expectations.message(message);
  }

  private MessageAssert fits(MessageFilter filter) {
    return ask(message.fits(filter));
  }

  /**
   * The envelope's sender.
   *
   * @param glob {@code ""} for the null reverse path
   * @return this
   */
  public MessageAssert hasSender(String glob) {
    return fits(MessageFilter.ANY.from(glob));
  }

  /**
   * The envelope's accepted recipients, and no others.
   *
   * @param addresses in any order, ignoring case
   * @return this
   */
  public MessageAssert hasRecipients(String... addresses) {
    return ask(message.recipients(addresses));
  }

  /**
   * The decoded subject.
   *
   * @param glob the whole subject
   * @return this
   */
  public MessageAssert hasSubject(String glob) {
    return fits(MessageFilter.ANY.subject(glob));
  }

  /**
   * The decoded subject.
   *
   * @param pattern which
   * @return this
   */
  public MessageAssert hasSubject(TextPattern pattern) {
    return fits(MessageFilter.ANY.subject(pattern));
  }

  /**
   * Any header field of a name.
   *
   * @param name ignoring case
   * @param glob the whole decoded value
   * @return this
   */
  public MessageAssert hasHeader(String name, String glob) {
    return fits(MessageFilter.ANY.header(name, glob));
  }

  /**
   * Any header field of a name.
   *
   * @param name ignoring case
   * @param pattern which decoded value; {@code not(…)} also holds where there is no such field
   * @return this
   */
  public MessageAssert hasHeader(String name, TextPattern pattern) {
    return fits(MessageFilter.ANY.header(name, pattern));
  }

  /**
   * The Message-ID.
   *
   * @param id with or without angle brackets; case matters
   * @return this
   */
  public MessageAssert hasMessageId(String id) {
    return fits(MessageFilter.ANY.messageId(id));
  }

  /**
   * The decoded text of all text parts that are no attachments.
   *
   * @param glob the whole text
   * @return this
   */
  public MessageAssert hasBody(String glob) {
    return fits(MessageFilter.ANY.body(glob));
  }

  /**
   * The decoded text of all text parts that are no attachments.
   *
   * @param pattern which
   * @return this
   */
  public MessageAssert hasBody(TextPattern pattern) {
    return fits(MessageFilter.ANY.body(pattern));
  }

  /**
   * Any attachment.
   *
   * @param glob its whole file name
   * @return this
   */
  public MessageAssert hasAttachment(String glob) {
    return fits(MessageFilter.ANY.attachment(glob));
  }

  /**
   * Any attachment.
   *
   * @param pattern which
   * @return this
   */
  public MessageAssert hasAttachment(AttachmentPattern pattern) {
    return fits(MessageFilter.ANY.attachment(pattern));
  }

  /**
   * A parameter of MAIL.
   *
   * @param keyword such as {@code BODY}, ignoring case
   * @param glob its value; one without a value has an empty one
   * @return this
   */
  public MessageAssert hasParameter(String keyword, String glob) {
    return fits(MessageFilter.ANY.parameter(keyword, glob));
  }

  /**
   * How long the content is.
   *
   * @param bytes a size as in a rule, such as {@code >1MB} or {@code 312}
   * @return this
   * @throws IllegalArgumentException if it is no size
   */
  public MessageAssert hasSize(String bytes) {
    return ask(message.size(NumberPattern.parseSize(bytes)));
  }

  /**
   * The exact bytes of the content, dot-stuffing removed.
   *
   * @param bytes all of them
   * @return this
   */
  public MessageAssert hasContent(byte[] bytes) {
    return ask(message.content(bytes));
  }
}
