package dev.fivefifty.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The keys that say what happens, as methods: each returns a copy with that key set.
 *
 * @param <T> what is copied
 */
public interface OutcomeKeys<T> {
  /**
   * A copy with another outcome.
   *
   * @param outcome the outcome
   * @return the copy
   */
  T withOutcome(Outcome outcome);

  /**
   * The outcome so far.
   *
   * @return the outcome
   */
  Outcome outcome();

  /**
   * Says a reply, such as {@code 550 5.1.1 <${to}>: Mailbox not found}.
   *
   * @param first the line with code, optional enhanced code and text; the code alone takes the
   *     server's usual text
   * @param more further lines, text only
   * @return a copy
   * @throws IllegalArgumentException if it is no reply
   */
  default T reply(String first, String... more) {
    List<String> lines = new ArrayList<>();
    lines.add(first);
    lines.addAll(List.of(more));
    return reply(Reply.parse(lines));
  }

  /**
   * Says a reply.
   *
   * @param reply the reply; its text may hold placeholders
   * @return a copy
   */
  default T reply(Reply reply) {
    return withOutcome(outcome().withAnswer(new Answer.Fixed(reply)));
  }

  /**
   * Says a reply made in Java, without placeholders.
   *
   * @param function makes the reply; called on the session's thread, so at once from several
   * @return a copy
   */
  default T reply(Function<Occasion, Reply> function) {
    return withOutcome(outcome().withAnswer(new Answer.Computed(function)));
  }

  /**
   * Says the server's own correct answer, and no later rule is asked.
   *
   * @return a copy
   */
  default T replyDefault() {
    return withOutcome(outcome().withAnswer(new Answer.Default()));
  }

  /**
   * Says nothing.
   *
   * @return a copy
   */
  default T replyNone() {
    return withOutcome(outcome().withAnswer(new Answer.None()));
  }

  /**
   * Says the reply that the first matching recipient's address asks for: {@code
   * 550-5.1.1@any.domain} and {@code bounce+550-5.1.1@any.domain} are refused by 550 5.1.1, {@code
   * bounce+421@any.domain} by 421. Anything else is refused by 550 5.1.3.
   *
   * @return a copy
   */
  default T replyAsAddressed() {
    return withOutcome(outcome().withAnswer(new Answer.AsAddressed()));
  }

  /**
   * Waits first, by the server's clock.
   *
   * @param duration 0 or more
   * @return a copy
   */
  default T delay(Duration duration) {
    return delay(new Delay.Fixed(duration));
  }

  /**
   * Waits first, by the server's clock.
   *
   * @param delay how long
   * @return a copy
   */
  default T delay(Delay delay) {
    return withOutcome(outcome().withDelay(delay));
  }

  /**
   * Falls silent for a time after what is said, by the server's clock.
   *
   * @param duration 0 or more
   * @return a copy
   */
  default T stall(Duration duration) {
    return stall(new Stall(duration));
  }

  /**
   * Falls silent after what is said.
   *
   * @param stall how long
   * @return a copy
   */
  default T stall(Stall stall) {
    return withOutcome(outcome().withStall(stall));
  }

  /**
   * Ends the connection, or keeps it although the reply would end it.
   *
   * @param close how
   * @return a copy
   */
  default T close(Close close) {
    return withOutcome(outcome().withClose(close));
  }

  /**
   * Stores the message, or throws it away, whatever the reply says.
   *
   * @param fate which
   * @return a copy
   */
  default T message(MessageFate fate) {
    return withOutcome(outcome().withMessage(fate));
  }

  /**
   * Sends exact bytes; beside a reply they go in its place, with the reply's effect.
   *
   * @param bytes code points up to FF, each a byte
   * @return a copy
   * @throws IllegalArgumentException if a code point is above FF
   */
  default T raw(String bytes) {
    return raw(Raw.of(bytes));
  }

  /**
   * Sends exact bytes; beside a reply they go in its place, with the reply's effect.
   *
   * @param raw the bytes
   * @return a copy
   */
  default T raw(Raw raw) {
    return withOutcome(outcome().withRaw(raw));
  }

  /**
   * Sends in pieces; under TLS a piece is a record.
   *
   * @param bytes how many a piece, 1 or more
   * @param every how long from piece to piece, in real time
   * @return a copy
   * @throws IllegalArgumentException if out of range
   */
  default T dribble(int bytes, Duration every) {
    return withOutcome(outcome().withDribble(new Dribble(bytes, every)));
  }

  /**
   * Sends only the first bytes and then closes, by FIN unless {@link #close} says otherwise.
   *
   * @param bytes 0 or more
   * @return a copy
   * @throws IllegalArgumentException if negative
   */
  default T cut(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("cut is 0 or more bytes, not " + bytes);
    }
    return withOutcome(outcome().withCut(bytes));
  }

  /**
   * Reads content only so fast from here on, in real time.
   *
   * @param bandwidth such as {@code 1KB/s}
   * @return a copy
   * @throws IllegalArgumentException if it is none
   */
  default T bandwidth(String bandwidth) {
    return withOutcome(outcome().withBandwidth(Bandwidth.parse(bandwidth)));
  }

  /**
   * At handshake: what happens instead of, or right after, it.
   *
   * @param fault which
   * @return a copy
   */
  default T handshake(HandshakeFault fault) {
    return withOutcome(outcome().withHandshake(fault));
  }

  /**
   * At handshake: what is wrong with the certificate that is shown.
   *
   * @param fault which
   * @return a copy
   */
  default T certificate(CertificateFault fault) {
    return withOutcome(outcome().withCertificate(fault));
  }

  /**
   * At handshake: the TLS versions that are offered.
   *
   * @param names of {@code TLSv1.2} and {@code TLSv1.3}
   * @return a copy
   * @throws IllegalArgumentException if there is none, or an unknown one
   */
  default T protocols(String... names) {
    return withOutcome(outcome().withProtocols(new Protocols(List.of(names))));
  }

  /**
   * At handshake: answers as a server that knows TLS 1.1 only.
   *
   * @param oldTls whether so
   * @return a copy
   */
  default T oldTls(boolean oldTls) {
    return withOutcome(outcome().withOldTls(oldTls));
  }

  /**
   * At EHLO: what is advertised, unlike what the server would.
   *
   * @param capabilities the changes
   * @return a copy
   */
  default T capabilities(Capabilities capabilities) {
    return withOutcome(outcome().withCapabilities(capabilities));
  }

  /**
   * At content: whether the rest is read before the connection ends by FIN.
   *
   * @param drain false to end it with input unread
   * @return a copy
   */
  default T drain(boolean drain) {
    return withOutcome(outcome().withDrain(drain));
  }

  /**
   * At rcpt, content and message: accepts, and tells the sender at once by a delivery status
   * notification (RFC 3464): of this recipient, or of those that match.
   *
   * @param reply such as {@code 550 5.1.1 <${to}>: User unknown}: 5yz says that the delivery
   *     failed, 4yz that it is delayed, 2yz that it succeeded
   * @return a copy
   * @throws IllegalArgumentException if it is no reply, or one of 3yz
   */
  default T bounce(String reply) {
    return bounce(Bounce.of(reply));
  }

  /**
   * At rcpt, content and message: accepts, and tells the sender later by a delivery status
   * notification (RFC 3464): of this recipient, or of those that match. None is sent to the null
   * reverse path, nor where NOTIFY (RFC 3461 §4.1) forbids it.
   *
   * @param bounce what is told, and when
   * @return a copy
   */
  default T bounce(Bounce bounce) {
    return withOutcome(outcome().withBounce(bounce));
  }
}
