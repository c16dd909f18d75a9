package dev.fivefifty.journal;

import dev.fivefifty.rule.AttachmentPattern;
import dev.fivefifty.rule.TextPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which messages are meant. A text is a glob, ignoring case, as in a rule; anything else is a
 * {@link TextPattern}. Immutable and thread-safe; each method returns a filter that asks for one
 * thing more.
 */
public final class MessageFilter {
  /** Every message. */
  public static final MessageFilter ANY = new MessageFilter(List.of());

  private final List<Criterion> criteria;

  private record Criterion(
      String key,
      String expected,
      Predicate<ReceivedMessage> fits,
      Function<ReceivedMessage, String> actual) {

    String text() {
      return (key.equals("from") || key.equals("to") ? "" : "with ") + key + " " + expected;
    }
  }

  private MessageFilter(List<Criterion> criteria) {
    this.criteria = criteria;
  }

  private MessageFilter with(Criterion criterion) {
    List<Criterion> more = new ArrayList<>(criteria);
    more.add(criterion);
    return new MessageFilter(List.copyOf(more));
  }

  private MessageFilter with(
      String key,
      TextPattern pattern,
      Function<ReceivedMessage, ? extends Collection<String>> values) {
    return with(
        new Criterion(
            key,
            pattern.toString(),
            message -> pattern.matchesAny(List.copyOf(values.apply(message))),
            message -> shown(values.apply(message))));
  }

  private static String shown(Collection<String> values) {
    return values.isEmpty()
        ? "missing"
        : values.stream()
            .map(value -> "\"" + Texts.shortened(value) + "\"")
            .collect(Collectors.joining(", "));
  }

  /**
   * By the envelope's sender.
   *
   * @param glob {@code ""} for the null reverse path
   * @return a filter
   */
  public MessageFilter from(String glob) {
    return from(TextPattern.glob(glob));
  }

  /**
   * By the envelope's sender.
   *
   * @param pattern which
   * @return a filter
   */
  public MessageFilter from(TextPattern pattern) {
    return with("from", pattern, message -> List.of(message.sender()));
  }

  /**
   * By any accepted recipient of the envelope.
   *
   * @param glob which
   * @return a filter
   */
  public MessageFilter to(String glob) {
    return to(TextPattern.glob(glob));
  }

  /**
   * By any accepted recipient of the envelope.
   *
   * @param pattern which
   * @return a filter
   */
  public MessageFilter to(TextPattern pattern) {
    return with("to", pattern, ReceivedMessage::recipientAddresses);
  }

  /**
   * By the decoded subject.
   *
   * @param glob which
   * @return a filter
   */
  public MessageFilter subject(String glob) {
    return subject(TextPattern.glob(glob));
  }

  /**
   * By the decoded subject.
   *
   * @param pattern which
   * @return a filter
   */
  public MessageFilter subject(TextPattern pattern) {
    return with("subject", pattern, message -> message.subject().stream().toList());
  }

  /**
   * By any header field of a name.
   *
   * @param name ignoring case
   * @param glob which value, decoded
   * @return a filter
   */
  public MessageFilter header(String name, String glob) {
    return header(name, TextPattern.glob(glob));
  }

  /**
   * By any header field of a name.
   *
   * @param name ignoring case
   * @param pattern which value, decoded
   * @return a filter
   */
  public MessageFilter header(String name, TextPattern pattern) {
    return with("header " + name, pattern, message -> message.header(name));
  }

  /**
   * By the decoded text of all text parts that are no attachments.
   *
   * @param glob which; the whole text must fit
   * @return a filter
   */
  public MessageFilter body(String glob) {
    return body(TextPattern.glob(glob));
  }

  /**
   * By the decoded text of all text parts that are no attachments.
   *
   * @param pattern which
   * @return a filter
   */
  public MessageFilter body(TextPattern pattern) {
    return with("body", pattern, message -> List.of(message.body()));
  }

  /**
   * By any attachment.
   *
   * @param glob its file name
   * @return a filter
   */
  public MessageFilter attachment(String glob) {
    return attachment(AttachmentPattern.named(glob));
  }

  /**
   * By any attachment.
   *
   * @param pattern which
   * @return a filter
   */
  public MessageFilter attachment(AttachmentPattern pattern) {
    return with(
        new Criterion(
            "attachment",
            pattern.toString(),
            message -> message.attachments().stream().anyMatch(pattern::matches),
            message ->
                shown(
                    message.attachments().stream()
                        .map(attachment -> attachment.name() + " (" + attachment.type() + ")")
                        .toList())));
  }

  /**
   * By the Message-ID.
   *
   * @param id with or without its angle brackets; case matters
   * @return a filter
   */
  public MessageFilter messageId(String id) {
    String bracketed = id.startsWith("<") ? id : "<" + id + ">";
    return with(
        new Criterion(
            "Message-ID",
            bracketed,
            message -> message.messageId().filter(bracketed::equals).isPresent(),
            message -> message.messageId().orElse("missing")));
  }

  /**
   * By a parameter of MAIL.
   *
   * @param keyword such as {@code BODY}, ignoring case
   * @param glob which value; a parameter without a value has an empty one
   * @return a filter
   */
  public MessageFilter parameter(String keyword, String glob) {
    return with(
        "parameter " + keyword,
        TextPattern.glob(glob),
        message ->
            message.parameters().entrySet().stream()
                .filter(parameter -> parameter.getKey().equalsIgnoreCase(keyword))
                .map(parameter -> parameter.getValue())
                .toList());
  }

  /**
   * Whether a message is meant.
   *
   * @param message the message
   * @return true if so
   */
  public boolean fits(ReceivedMessage message) {
    return criteria.stream().allMatch(criterion -> criterion.fits().test(message));
  }

  /**
   * What keeps a message from being meant.
   *
   * @param message the message
   * @return such as {@code subject: expected "Invoice*", was "Reminder"}; none if it fits
   */
  public List<String> differences(ReceivedMessage message) {
    return criteria.stream()
        .filter(criterion -> !criterion.fits().test(message))
        .map(
            criterion ->
                criterion.key()
                    + ": expected "
                    + criterion.expected()
                    + ", was "
                    + criterion.actual().apply(message))
        .toList();
  }

  /**
   * What is asked for, for people.
   *
   * @return such as {@code from "shop@example.com" with subject "Invoice*"}; empty for every
   *     message
   */
  @Override
  public String toString() {
    return criteria.stream().map(Criterion::text).collect(Collectors.joining(" "));
  }
}
