package dev.fivefifty.rule;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said, what is done to the wire and what becomes of the message. Holds the keys that were
 * given; what is null was left out. Immutable and thread-safe.
 */
public final class Outcome {
  /** Nothing but the server's own correct answer. */
  public static final Outcome DEFAULT = new Outcome(new EnumMap<>(RuleKey.class));

  private final Map<RuleKey, Object> values;

  private Outcome(EnumMap<RuleKey, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  private Outcome with(RuleKey key, Object value) {
    EnumMap<RuleKey, Object> more = new EnumMap<>(RuleKey.class);
    more.putAll(values);
    more.put(key, value);
    return new Outcome(more);
  }

  private <T> @Nullable T get(RuleKey key, Class<T> type) {
    return type.cast(values.get(key));
  }

  /**
   * The keys that were given.
   *
   * @return an unmodifiable set
   */
  public Set<RuleKey> keys() {
    return values.keySet();
  }

  /**
   * What is said, as it was given; see {@link #effectiveAnswer()}.
   *
   * @return the answer
   */
  public @Nullable Answer answer() {
    return get(RuleKey.REPLY, Answer.class);
  }

  /**
   * What is said in effect: left out, it is the default, or nothing beside a close, a stall or raw
   * bytes.
   *
   * @return the answer
   */
  public Answer effectiveAnswer() {
    Answer answer = answer();
    if (answer != null) {
      return answer;
    }
    Close close = close();
    boolean alone = stall() != null || raw() != null || close != null && close != Close.NONE;
    return alone ? new Answer.None() : new Answer.Default();
  }

  /**
   * The reply that was written down, if one was.
   *
   * @return the reply with its placeholders, or empty
   */
  public Optional<Reply> fixedReply() {
    return answer() instanceof Answer.Fixed fixed ? Optional.of(fixed.reply()) : Optional.empty();
  }

  /**
   * Exact bytes in place of the reply's.
   *
   * @return the bytes
   */
  public @Nullable Raw raw() {
    return get(RuleKey.RAW, Raw.class);
  }

  /**
   * How long to wait before anything is said.
   *
   * @return the delay
   */
  public @Nullable Delay delay() {
    return get(RuleKey.DELAY, Delay.class);
  }

  /**
   * In what pieces the bytes are sent.
   *
   * @return the pieces
   */
  public @Nullable Dribble dribble() {
    return get(RuleKey.DRIBBLE, Dribble.class);
  }

  /**
   * How many bytes are sent at most.
   *
   * @return 0 or more
   */
  public @Nullable Integer cut() {
    return get(RuleKey.CUT, Integer.class);
  }

  /**
   * Silence after what is said.
   *
   * @return the stall
   */
  public @Nullable Stall stall() {
    return get(RuleKey.STALL, Stall.class);
  }

  /**
   * How the connection ends, or that it does not.
   *
   * @return the close
   */
  public @Nullable Close close() {
    return get(RuleKey.CLOSE, Close.class);
  }

  /**
   * How fast content is read from here on.
   *
   * @return the bandwidth
   */
  public @Nullable Bandwidth bandwidth() {
    return get(RuleKey.BANDWIDTH, Bandwidth.class);
  }

  /**
   * What happens instead of, or after, a TLS handshake.
   *
   * @return the fault
   */
  public @Nullable HandshakeFault handshake() {
    return get(RuleKey.HANDSHAKE_FAULT, HandshakeFault.class);
  }

  /**
   * What is wrong with the certificate that is shown.
   *
   * @return the fault
   */
  public @Nullable CertificateFault certificate() {
    return get(RuleKey.CERTIFICATE, CertificateFault.class);
  }

  /**
   * The TLS versions that are offered.
   *
   * @return one or more of {@code TLSv1.2} and {@code TLSv1.3}
   */
  public @Nullable List<String> protocols() {
    Protocols protocols = get(RuleKey.PROTOCOLS, Protocols.class);
    return protocols == null ? null : protocols.names();
  }

  /**
   * Whether the server answers as one that knows TLS 1.1 only.
   *
   * @return true, false or null
   */
  public @Nullable Boolean oldTls() {
    return get(RuleKey.OLD_TLS, Boolean.class);
  }

  /**
   * What EHLO advertises, unlike what the server would.
   *
   * @return the changes
   */
  public @Nullable Capabilities capabilities() {
    return get(RuleKey.CAPABILITIES, Capabilities.class);
  }

  /**
   * Whether the message is stored; left out, it is if the reply was 2yz.
   *
   * @return the fate
   */
  public @Nullable MessageFate message() {
    return get(RuleKey.MESSAGE_FATE, MessageFate.class);
  }

  /**
   * At content, whether the rest is read before the connection ends by FIN; left out, it is.
   *
   * @return true, false or null
   */
  public @Nullable Boolean drain() {
    return get(RuleKey.DRAIN, Boolean.class);
  }

  /**
   * What the sender is told later of a message that was accepted.
   *
   * @return the bounce
   */
  public @Nullable Bounce bounce() {
    return get(RuleKey.BOUNCE, Bounce.class);
  }

  boolean isDefault() {
    return values.isEmpty();
  }

  Outcome withAnswer(Answer answer) {
    return with(RuleKey.REPLY, answer);
  }

  Outcome withRaw(Raw raw) {
    return with(RuleKey.RAW, raw);
  }

  Outcome withDelay(Delay delay) {
    return with(RuleKey.DELAY, delay);
  }

  Outcome withDribble(Dribble dribble) {
    return with(RuleKey.DRIBBLE, dribble);
  }

  Outcome withCut(int bytes) {
    return with(RuleKey.CUT, bytes);
  }

  Outcome withStall(Stall stall) {
    return with(RuleKey.STALL, stall);
  }

  Outcome withClose(Close close) {
    return with(RuleKey.CLOSE, close);
  }

  Outcome withBandwidth(Bandwidth bandwidth) {
    return with(RuleKey.BANDWIDTH, bandwidth);
  }

  Outcome withHandshake(HandshakeFault fault) {
    return with(RuleKey.HANDSHAKE_FAULT, fault);
  }

  Outcome withCertificate(CertificateFault fault) {
    return with(RuleKey.CERTIFICATE, fault);
  }

  Outcome withProtocols(Protocols protocols) {
    return with(RuleKey.PROTOCOLS, protocols);
  }

  Outcome withOldTls(boolean oldTls) {
    return with(RuleKey.OLD_TLS, oldTls);
  }

  Outcome withCapabilities(Capabilities capabilities) {
    return with(RuleKey.CAPABILITIES, capabilities);
  }

  Outcome withMessage(MessageFate message) {
    return with(RuleKey.MESSAGE_FATE, message);
  }

  Outcome withDrain(boolean drain) {
    return with(RuleKey.DRAIN, drain);
  }

  Outcome withBounce(Bounce bounce) {
    return with(RuleKey.BOUNCE, bounce);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outcome outcome && outcome.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(key.keyword())
                .append(' ')
                .append(value));
    return text.isEmpty() ? "default" : text.toString();
  }
}
