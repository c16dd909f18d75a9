package dev.fivefifty.fault;

import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which faults an outcome asks for, in the order in which they strike. */
public final class Faults {
  private Faults() {}

  /**
   * What comes before anything is said.
   *
   * @param decision the decision
   * @return the faults in order
   */
  public static List<Fault> before(Decision decision) {
    Outcome outcome = decision.outcome();
    List<Fault> faults = new ArrayList<>(2);
    if (outcome.delay() != null) {
      faults.add(new DelayFault(outcome.delay().sample(decision.draw())));
    }
    if (outcome.bandwidth() != null) {
      faults.add(new BandwidthFault(outcome.bandwidth()));
    }
    return faults;
  }

  /**
   * The bytes that are sent.
   *
   * @param outcome the outcome
   * @param reply the reply's bytes, empty for none
   * @return what raw and cut make of them
   */
  public static byte[] bytes(Outcome outcome, byte[] reply) {
    byte[] bytes = whole(outcome, reply);
    Integer cut = outcome.cut();
    return cut == null || cut >= bytes.length ? bytes : Arrays.copyOf(bytes, cut);
  }

  /**
   * Whether a part of the bytes is not sent.
   *
   * @param outcome the outcome
   * @param reply the reply's bytes, empty for none
   * @return true if so
   */
  public static boolean cuts(Outcome outcome, byte[] reply) {
    return outcome.cut() != null && outcome.cut() < whole(outcome, reply).length;
  }

  private static byte[] whole(Outcome outcome, byte[] reply) {
    return outcome.raw() == null ? reply : outcome.raw().toBytes();
  }

  /**
   * How the bytes are sent.
   *
   * @param outcome the outcome
   * @param bytes what {@link #bytes} made
   * @return the fault
   */
  public static Fault say(Outcome outcome, byte[] bytes) {
    return outcome.dribble() == null
        ? new SendFault(bytes)
        : new DribbleFault(bytes, outcome.dribble());
  }

  /**
   * What comes after what was said.
   *
   * @param outcome the outcome
   * @param closes whether the reply itself ends the session
   * @return the faults in order
   */
  public static List<Fault> after(Outcome outcome, boolean closes) {
    List<Fault> faults = new ArrayList<>(2);
    if (outcome.stall() != null) {
      faults.add(new StallFault(outcome.stall()));
    }
    Close close = outcome.close();
    if (close == null && (closes || outcome.cut() != null)) {
      close = Close.FIN;
    }
    closing(close).ifPresent(faults::add);
    return faults;
  }

  private static Optional<Fault> closing(@Nullable Close close) {
    if (close == null) {
      return Optional.empty();
    }
    return switch (close) {
      case FIN -> Optional.of(new FinFault());
      case RESET -> Optional.of(new ResetFault());
      case HALF -> Optional.of(new HalfCloseFault());
      case TRUNCATE -> Optional.of(new TruncateFault());
      case NONE -> Optional.empty();
    };
  }

  /**
   * What comes in place of a TLS handshake.
   *
   * @param outcome the outcome
   * @return the fault, or empty if there is to be a handshake
   */
  public static Optional<Fault> insteadOfHandshake(Outcome outcome) {
    if (Boolean.TRUE.equals(outcome.oldTls())) {
      return Optional.of(new OldTlsFault());
    }
    HandshakeFault fault = outcome.handshake();
    if (fault == null) {
      return Optional.empty();
    }
    return switch (fault) {
      case CLOSE -> Optional.of(new HandshakeCloseFault());
      case GARBAGE -> Optional.of(new HandshakeGarbageFault());
      case PLAINTEXT -> Optional.of(new HandshakePlaintextFault());
      case STALL -> Optional.of(new HandshakeStallFault());
      case THEN_CLOSE -> Optional.empty();
    };
  }
}
