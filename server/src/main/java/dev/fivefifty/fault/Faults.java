package dev.fivefifty.fault;

import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Decision;
import java.util.ArrayList;
import java.util.List;

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
    return decision.outcome().delay() == null
        ? List.of()
        : List.of(new DelayFault(decision.outcome().delay().sample(decision.draw())));
  }

  /**
   * What comes after what was said.
   *
   * @param decision the decision
   * @param closes whether the reply itself ends the session
   * @return the faults in order
   */
  public static List<Fault> after(Decision decision, boolean closes) {
    List<Fault> faults = new ArrayList<>(2);
    if (decision.outcome().stall() != null) {
      faults.add(new StallFault(decision.outcome().stall()));
    }
    Close close = decision.outcome().close();
    if (close != null || closes) {
      faults.add(new CloseFault(close == null ? Close.FIN : close));
    }
    return faults;
  }
}
