package dev.fivefifty.journal;

import dev.fivefifty.rule.Attachment;
import dev.fivefifty.rule.MessageView;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message that was stored. Immutable and thread-safe; it stays whole for whoever holds it, also
 * once the journal has discarded it.
 */
public final class ReceivedMessage {
  private final long number;
  private final long session;
  private final Instant at;
  private final String sender;
  private final List<Recipient> recipients;
  private final Map<String, String> parameters;
  private final String helo;
  private final Optional<String> user;
  private final boolean tls;
  private final byte[] content;
  private final int length;
  private final boolean truncated;
  private final Optional<String> rule;
  private final Optional<String> tag;
  private final boolean bounce;
  private final ParsedMessage view;

  /**
   * One accepted recipient.
   *
   * @param address the forward path without angle brackets
   * @param parameters the parameters of RCPT by their keyword, ignoring case; a parameter without a
   *     value has an empty one
   */
  public record Recipient(String address, Map<String, String> parameters) {
    /** Copies the parameters. */
    public Recipient {
      parameters = ignoringCase(parameters);
    }
  }

  /**
   * Makes a message.
   *
   * @param number its number, from 1, see {@link JournalRecorder#nextMessageNumber()}
   * @param session the session's number
   * @param at when its last byte came, by the server's clock
   * @param sender the reverse path without angle brackets, {@code ""} for the null reverse path
   * @param recipients the accepted recipients in order
   * @param parameters the parameters of MAIL by their keyword, ignoring case
   * @param helo what the client called itself, {@code ""} if it did not
   * @param user who has authenticated, or empty
   * @param tls whether it came under TLS
   * @param content the exact bytes, dot-stuffing removed; taken over, must not change afterwards
   * @param length how many bytes of the array are the content
   * @param truncated whether the content is only the beginning of what the client meant to send
   * @param rule the rule that decided about it, or empty
   * @param tag the tag of its transaction, or empty
   * @throws IndexOutOfBoundsException if length is not within the array
   */
  public ReceivedMessage(
      long number,
      long session,
      Instant at,
      String sender,
      List<Recipient> recipients,
      Map<String, String> parameters,
      String helo,
      Optional<String> user,
      boolean tls,
      byte[] content,
      int length,
      boolean truncated,
      Optional<String> rule,
      Optional<String> tag) {
    this(
        number,
        session,
        at,
        sender,
        recipients,
        parameters,
        helo,
        user,
        tls,
        content,
        length,
        truncated,
        rule,
        tag,
        false);
  }

  private ReceivedMessage(
      long number,
      long session,
      Instant at,
      String sender,
      List<Recipient> recipients,
      Map<String, String> parameters,
      String helo,
      Optional<String> user,
      boolean tls,
      byte[] content,
      int length,
      boolean truncated,
      Optional<String> rule,
      Optional<String> tag,
      boolean bounce) {
    this.number = number;
    this.session = session;
    this.at = at;
    this.sender = sender;
    this.recipients = List.copyOf(recipients);
    this.parameters = ignoringCase(parameters);
    this.helo = helo;
    this.user = user;
    this.tls = tls;
    this.content = content;
    this.length = length;
    this.truncated = truncated;
    this.rule = rule;
    this.tag = tag;
    this.bounce = bounce;
    this.view = ParsedMessage.of(content, length);
  }

  /**
   * Makes a message that no client sent: a delivery status notification of the server's own.
   *
   * @param number its number, from 1, see {@link JournalRecorder#nextMessageNumber()}
   * @param session the number of the session in which the message came that it tells of
   * @param at when it was made, by the server's clock
   * @param recipient the sender of that message; its own sender is the null reverse path
   * @param content the exact bytes; taken over, must not change afterwards
   * @param rule the rule that said {@code bounce}, or empty
   * @param tag the tag of that message, or empty
   * @return the message
   */
  public static ReceivedMessage bounce(
      long number,
      long session,
      Instant at,
      String recipient,
      byte[] content,
      Optional<String> rule,
      Optional<String> tag) {
    return new ReceivedMessage(
        number,
        session,
        at,
        "",
        List.of(new Recipient(recipient, Map.of())),
        Map.of(),
        "",
        Optional.empty(),
        false,
        content,
        content.length,
        false,
        rule,
        tag,
        true);
  }

  private static Map<String, String> ignoringCase(Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      return Map.of();
    }
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(parameters);
    return Collections.unmodifiableMap(copy);
  }

  /**
   * The message's number.
   *
   * @return from 1, unique in a journal
   */
  public long number() {
    return number;
  }

  /**
   * The number of the session it came in.
   *
   * @return from 1
   */
  public long session() {
    return session;
  }

  /**
   * When it had come, by the server's clock.
   *
   * @return the instant
   */
  public Instant at() {
    return at;
  }

  /**
   * The envelope's sender.
   *
   * @return the reverse path without angle brackets, {@code ""} for the null reverse path
   */
  public String sender() {
    return sender;
  }

  /**
   * The envelope's accepted recipients.
   *
   * @return in order
   */
  public List<Recipient> recipients() {
    return recipients;
  }

  /**
   * The addresses of the envelope's accepted recipients.
   *
   * @return in order, without angle brackets
   */
  public List<String> recipientAddresses() {
    return recipients.stream().map(Recipient::address).toList();
  }

  /**
   * The parameters of MAIL.
   *
   * @return by their keyword, ignoring case; a parameter without a value has an empty one
   */
  public Map<String, String> parameters() {
    return parameters;
  }

  /**
   * What the client called itself at EHLO or HELO.
   *
   * @return as written, {@code ""} if it did not
   */
  public String helo() {
    return helo;
  }

  /**
   * Who had authenticated.
   *
   * @return the user, or empty
   */
  public Optional<String> user() {
    return user;
  }

  /**
   * Whether it came under TLS.
   *
   * @return true if so
   */
  public boolean tls() {
    return tls;
  }

  /**
   * How long the content is.
   *
   * @return bytes, 0 or more
   */
  public int size() {
    return length;
  }

  /**
   * Whether the content is only the beginning of what the client meant to send: a rule at {@code
   * content} kept it.
   *
   * @return true if so
   */
  public boolean truncated() {
    return truncated;
  }

  /**
   * The rule that decided about it.
   *
   * @return its name, or empty for the server's own answer
   */
  public Optional<String> rule() {
    return rule;
  }

  /**
   * The tag of its transaction.
   *
   * @return the tag in lower case, or empty, see {@link dev.fivefifty.rule.TagSource}
   */
  public Optional<String> tag() {
    return tag;
  }

  /**
   * Whether no client sent it: it is what a rule's {@code bounce} tells the sender of another
   * message.
   *
   * @return true if so
   */
  public boolean bounce() {
    return bounce;
  }

  /**
   * The exact bytes, dot-stuffing removed.
   *
   * @return a new array
   */
  public byte[] content() {
    return Arrays.copyOf(content, length);
  }

  /**
   * The exact bytes, dot-stuffing removed, without a copy.
   *
   * @return a new stream, which need not be closed
   */
  public InputStream openStream() {
    return new ByteArrayInputStream(content, 0, length);
  }

  /**
   * The message for Jakarta Mail. A {@code MimeMessage} is not thread-safe, so each call parses a
   * new one; the content is shared, not copied.
   *
   * @return a new message
   * @throws UnreadableMessageException if the content is too malformed for it; {@link #view()} and
   *     {@link #content()} never fail
   */
  public MimeMessage mimeMessage() {
    return MailSession.parse(number, content, length);
  }

  /**
   * The message as rules see it, parsed when first asked and kept as long as memory allows.
   *
   * @return a view that never throws on malformed content
   */
  public MessageView view() {
    return view;
  }

  /**
   * The decoded subject.
   *
   * @return see {@link MessageView#subject()}
   */
  public Optional<String> subject() {
    return view.subject();
  }

  /**
   * The values of the header fields of a name.
   *
   * @param name ignoring case
   * @return see {@link MessageView#header(String)}
   */
  public List<String> header(String name) {
    return view.header(name);
  }

  /**
   * All header fields.
   *
   * @return decoded values in order, by the field's name as it is first written; names that differ
   *     in case alone are one
   */
  public Map<String, List<String>> headers() {
    return view.allHeaders();
  }

  /**
   * The text of all text parts that are no attachments.
   *
   * @return see {@link MessageView#body()}
   */
  public String body() {
    return view.body();
  }

  /**
   * The parts with a file name or marked as attachments.
   *
   * @return see {@link MessageView#attachments()}
   */
  public List<Attachment> attachments() {
    return view.attachments();
  }

  /**
   * What is in an attachment, its transfer encoding undone as far as it can be.
   *
   * @param number from 1, in the order of {@link #attachments()}
   * @return a new array, or empty if there is no such attachment
   */
  public Optional<byte[]> attachmentContent(int number) {
    return MimeParts.attachment(content, length, number);
  }

  /**
   * The Message-ID.
   *
   * @return see {@link MessageView#messageId()}
   */
  public Optional<String> messageId() {
    return view.messageId();
  }

  /** What the content takes in memory, which may be more than its length. */
  int capacity() {
    return content.length;
  }

  /**
   * The message in one line for people.
   *
   * @return such as {@code message 1 from <a@a.example> to [b@b.example], 312 bytes}
   */
  @Override
  public String toString() {
    return "message "
        + number
        + " from <"
        + sender
        + "> to "
        + recipientAddresses()
        + ", "
        + length
        + " bytes"
        + (truncated ? ", truncated" : "")
        + (bounce ? ", a bounce made here" : "");
  }
}
