package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.expect.Expectations;
import dev.fivefifty.expect.Times;
import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.rule.AttachmentPattern;
import dev.fivefifty.rule.TextPattern;
import java.time.Duration;

/**
 * What can be asked about stored messages. {@code from}, {@code to} and {@code with…} narrow them
 * down and ask nothing. A text is a glob that ignores case, as in a rule; anything else is a {@link
 * TextPattern}. Not thread-safe.
 */
public final class MessagesAssert extends SentenceAssert<MessagesAssert, FiveFifty> {
  private final MessageFilter filter;

  MessagesAssert(MessageFilter filter, Sentence sentence) {
    super(sentence.smtp(), MessagesAssert.class, sentence);
    this.filter = filter;
  }

  private MessagesAssert narrowed(MessageFilter narrower) {
    return new MessagesAssert(narrower, sentence).after(this);
  }

  /**
   * Those by the envelope's sender.
   *
   * @param glob {@code ""} for the null reverse path
   * @return those messages
   */
  public MessagesAssert from(String glob) {
    return narrowed(filter.from(glob));
  }

  /**
   * Those for an accepted recipient of the envelope.
   *
   * @param glob which
   * @return those messages
   */
  public MessagesAssert to(String glob) {
    return narrowed(filter.to(glob));
  }

  /**
   * Those by their decoded subject.
   *
   * @param glob the whole subject
   * @return those messages
   */
  public MessagesAssert withSubject(String glob) {
    return narrowed(filter.subject(glob));
  }

  /**
   * Those by their decoded subject.
   *
   * @param pattern which
   * @return those messages
   */
  public MessagesAssert withSubject(TextPattern pattern) {
    return narrowed(filter.subject(pattern));
  }

  /**
   * Those by any header field of a name.
   *
   * @param name ignoring case
   * @param glob the whole decoded value
   * @return those messages
   */
  public MessagesAssert withHeader(String name, String glob) {
    return narrowed(filter.header(name, glob));
  }

  /**
   * Those by any header field of a name.
   *
   * @param name ignoring case
   * @param pattern which decoded value
   * @return those messages
   */
  public MessagesAssert withHeader(String name, TextPattern pattern) {
    return narrowed(filter.header(name, pattern));
  }

  /**
   * Those by the decoded text of their text parts.
   *
   * @param glob the whole text
   * @return those messages
   */
  public MessagesAssert withBody(String glob) {
    return narrowed(filter.body(glob));
  }

  /**
   * Those by the decoded text of their text parts.
   *
   * @param pattern which
   * @return those messages
   */
  public MessagesAssert withBody(TextPattern pattern) {
    return narrowed(filter.body(pattern));
  }

  /**
   * Those by any attachment.
   *
   * @param glob its whole file name
   * @return those messages
   */
  public MessagesAssert withAttachment(String glob) {
    return narrowed(filter.attachment(glob));
  }

  /**
   * Those by any attachment.
   *
   * @param pattern which
   * @return those messages
   */
  public MessagesAssert withAttachment(AttachmentPattern pattern) {
    return narrowed(filter.attachment(pattern));
  }

  /**
   * There are so many.
   *
   * @param number 1 or more
   * @return this
   * @throws IllegalArgumentException if 0: right after a send that could not fail
   */
  public MessagesAssert hasSize(int number) {
    return hasSize(Times.times(number));
  }

  /**
   * There are so many.
   *
   * @param number at least one
   * @return this
   * @throws IllegalArgumentException if none at all would do
   */
  public MessagesAssert hasSize(Times number) {
    Sentence.notVacuous(
        "messages().hasSize(" + number + ")",
        number,
        "messages().stayEmptyFor",
        "messages().hasSize(TIMES)");
    return ask(Expectations.messages(filter).stored(number));
  }

  /**
   * Never right: see {@link #stayEmptyFor(Duration)}.
   *
   * @return nothing
   * @throws UnsupportedOperationException always
   */
  public MessagesAssert isEmpty() {
    throw new UnsupportedOperationException(
        "messages().isEmpty(), asked once, is true before anything has happened and could not fail:"
            + " write messages().stayEmptyFor(Duration) instead");
  }

  /**
   * There is none, and none is stored.
   *
   * @param duration more than 0, in real time; this returns when it is over
   * @return this
   * @throws AssertionError if there is one
   * @throws IllegalArgumentException if the duration is 0 or negative
   * @throws IllegalStateException if {@code within} was said and nothing asked since
   */
  public MessagesAssert stayEmptyFor(Duration duration) {
    return hold("stayEmptyFor", Expectations.messages(filter).noneStored(), duration, null);
  }

  /**
   * {@link #stayEmptyFor(Duration)} by the server's clock, which is moved forward.
   *
   * @param duration more than 0, by the server's clock
   * @param driver as in {@link #staysTrueFor(Duration, Runnable)}
   * @return this
   */
  public MessagesAssert stayEmptyFor(Duration duration, Runnable driver) {
    return hold("stayEmptyFor", Expectations.messages(filter).noneStored(), duration, driver);
  }

  /**
   * There is exactly one, which is asked about.
   *
   * @return what can be asked about it
   */
  public MessageAssert single() {
    return chosen(Times.once());
  }

  /**
   * There is at least one; the first is asked about.
   *
   * @return what can be asked about it
   */
  public MessageAssert first() {
    return chosen(Times.atLeast(1));
  }

  private MessageAssert chosen(Times number) {
    Evidence evidence = evidenceFor(Expectations.messages(filter).stored(number));
    return new MessageAssert(
            evidence.messages().stream().filter(filter::fits).findFirst().orElseThrow(), sentence)
        .after(this);
  }
}
