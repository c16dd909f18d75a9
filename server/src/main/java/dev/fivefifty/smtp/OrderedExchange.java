package dev.fivefifty.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the mechanisms share: everything in its turn, and names and passwords in UTF-8. */
abstract class OrderedExchange implements SaslExchange {
  static final Step NOT_UTF8 = Step.malformed("Credentials are not UTF-8");
  static final Step BAD_NAME = Step.malformed("The user name is empty or holds control characters");

  private enum Turn {
    NEW,
    OPEN,
    OVER
  }

  private Turn turn = Turn.NEW;
  private @Nullable String user;

  /** As {@link #start}, called once and first. */
  abstract Step open(byte @Nullable [] initialResponse);

  /** As {@link #next}, called only after a challenge. */
  abstract Step answer(byte[] response);

  @Override
  public final Step start(byte @Nullable [] initialResponse) {
    return turn == Turn.NEW ? took(open(initialResponse)) : Step.OUT_OF_TURN;
  }

  @Override
  public final Step next(byte[] response) {
    return turn == Turn.OPEN ? took(answer(response)) : Step.OUT_OF_TURN;
  }

  private Step took(Step step) {
    turn = step instanceof Step.Challenge ? Turn.OPEN : Turn.OVER;
    return step;
  }

  @Override
  public final Optional<String> user() {
    return Optional.ofNullable(user);
  }

  final void named(String user) {
    this.user = user;
  }

  /** The text, or null if it is not UTF-8. */
  static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Whether it can be a user's name. Control characters are forbidden by RFC 4013 §2.3; where they
   * come, it is mostly the message of another mechanism, with its secret.
   */
  static boolean isName(String name) {
    return !name.isEmpty() && name.chars().noneMatch(Character::isISOControl);
  }
}
