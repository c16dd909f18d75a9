package dev.fivefifty.bounce;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The message that another one is about: its envelope and its content. Immutable and thread-safe;
 * each method that sets something returns a copy.
 */
public final class Original {
  private final String sender;
  private final @Nullable String envelopeId;
  private final @Nullable Return wanted;
  private final @Nullable Instant arrival;
  private final @Nullable String receivedFrom;
  private final boolean smtpUtf8;
  private final byte[] content;
  private final int length;

  private Original(
      String sender,
      @Nullable String envelopeId,
      @Nullable Return wanted,
      @Nullable Instant arrival,
      @Nullable String receivedFrom,
      boolean smtpUtf8,
      byte[] content,
      int length) {
    this.sender = sender;
    this.envelopeId = envelopeId;
    this.wanted = wanted;
    this.arrival = arrival;
    this.receivedFrom = receivedFrom;
    this.smtpUtf8 = smtpUtf8;
    this.content = content;
    this.length = length;
  }

  /**
   * A message without content so far.
   *
   * @param sender the reverse path without angle brackets, to which mails about it go
   * @return the message
   * @throws IllegalArgumentException if the sender is empty, for nothing is sent about a bounce
   *     (RFC 5321 §4.5.5), or holds control characters
   */
  public static Original from(String sender) {
    checkAddress("the sender of the original", sender);
    return new Original(sender, null, null, null, null, false, new byte[0], 0);
  }

  static void checkAddress(String what, String address) {
    if (address.isBlank()
        || address.length() > 500
        || !address.equals(Encodings.onOneLine(address))) {
      throw new IllegalArgumentException(
          what
              + " is an address of 1 to 500 printable characters, not '"
              + Encodings.onOneLine(address)
              + "'");
    }
  }

  /**
   * Takes over ENVID, RET and SMTPUTF8 (RFC 3461 §4.3 and §4.4, RFC 6531 §3.4).
   *
   * @param parameters the parameters of MAIL by their keyword in upper case, or ignoring case
   * @return a copy
   */
  public Original parameters(Map<String, String> parameters) {
    Original with = this;
    String envid = parameters.get("ENVID");
    if (envid != null && !envid.isEmpty()) {
      with = with.envelopeId(Encodings.fromXtext(envid));
    }
    String ret = parameters.get("RET");
    if (ret != null) {
      with = with.returning(ret.equalsIgnoreCase("HDRS") ? Return.HDRS : Return.FULL);
    }
    return with.smtpUtf8(parameters.containsKey("SMTPUTF8"));
  }

  /**
   * The sender's own name for the transaction.
   *
   * @param id the value of ENVID, its encoding undone; control characters become question marks
   * @return a copy
   */
  public Original envelopeId(String id) {
    return new Original(
        sender, Encodings.onOneLine(id), wanted, arrival, receivedFrom, smtpUtf8, content, length);
  }

  /**
   * How much of it a notification of failure is to hold. Default: all.
   *
   * @param wanted which
   * @return a copy
   */
  public Original returning(Return wanted) {
    return new Original(
        sender, envelopeId, wanted, arrival, receivedFrom, smtpUtf8, content, length);
  }

  /**
   * When it came.
   *
   * @param at the instant
   * @return a copy
   */
  public Original arrival(Instant at) {
    return new Original(sender, envelopeId, wanted, at, receivedFrom, smtpUtf8, content, length);
  }

  /**
   * Who handed it in.
   *
   * @param name what the client called itself; control characters become question marks
   * @return a copy
   */
  public Original receivedFrom(String name) {
    return new Original(
        sender, envelopeId, wanted, arrival, Encodings.onOneLine(name), smtpUtf8, content, length);
  }

  /**
   * Whether its header section or an address may be in UTF-8, so that its sender can read such mail
   * (RFC 6531). Default: only where the sender's address is.
   *
   * @param allowed true if so
   * @return a copy
   */
  public Original smtpUtf8(boolean allowed) {
    return new Original(
        sender, envelopeId, wanted, arrival, receivedFrom, allowed, content, length);
  }

  /**
   * The message itself.
   *
   * @param bytes its exact bytes; copied
   * @return a copy
   */
  public Original content(byte[] bytes) {
    return content(bytes.clone(), bytes.length);
  }

  /**
   * The message itself, without a copy.
   *
   * @param bytes taken over, must not change afterwards
   * @param length how many of them are the message
   * @return a copy
   */
  public Original content(byte[] bytes, int length) {
    return new Original(sender, envelopeId, wanted, arrival, receivedFrom, smtpUtf8, bytes, length);
  }

  /**
   * Its sender.
   *
   * @return the reverse path without angle brackets
   */
  public String sender() {
    return sender;
  }

  Optional<String> envelopeId() {
    return Optional.ofNullable(envelopeId);
  }

  Return wanted() {
    return wanted == null ? Return.FULL : wanted;
  }

  Optional<Instant> arrival() {
    return Optional.ofNullable(arrival);
  }

  Optional<String> receivedFrom() {
    return Optional.ofNullable(receivedFrom).filter(name -> !name.isBlank());
  }

  boolean smtpUtf8() {
    return smtpUtf8 || !Encodings.isAscii(sender);
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** A bare CR or LF becomes CRLF: a part of a mail can hold no other line ends. */
  byte[] canonical() {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(length + 64);
    for (int i = 0; i < length; i++) {
      byte octet = content[i];
      if (octet == '\r' || octet == '\n') {
        lines.write('\r');
        lines.write('\n');
        if (octet == '\r' && i + 1 < length && content[i + 1] == '\n') {
          i++;
        }
      } else {
        lines.write(octet);
      }
    }
    return lines.toByteArray();
  }
}
