package dev.fivefifty.junit;

import java.util.List;
import java.util.function.IntPredicate;

/** Codes by a name, for {@link ReplyTest#sets()}. */
public enum ReplySet {
  /** 211, 220, 250, 421, 450, 451, 452, 550, 551, 552, 553, 554. */
  COMMON(
      code -> List.of(211, 220, 250, 421, 450, 451, 452, 550, 551, 552, 553, 554).contains(code)),
  /** Every 4yz code that an RFC permits somewhere. */
  ALL_TEMPORARY(code -> code / 100 == 4),
  /** Every 5yz code that an RFC permits somewhere. */
  ALL_PERMANENT(code -> code / 100 == 5),
  /** Every code that an RFC permits somewhere. */
  ALL(code -> true);

  private final List<Integer> codes;

  ReplySet(IntPredicate includes) {
    this.codes = PermittedReplies.all().keySet().stream().filter(includes::test).toList();
  }

  /**
   * The codes.
   *
   * @return in ascending order
   */
  public List<Integer> codes() {
    return codes;
  }
}
