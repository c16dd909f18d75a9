package dev.fivefifty.file;

/** Bounds what a file may hold, counting what an alias repeats as often as it does. */
final class NodeBudget {
  static final int MOST = 100_000;
  static final int DEEPEST = 50;

  private int taken;

  void take(int nodes, int depth, Place place) throws Unreadable {
    if (depth > DEEPEST) {
      throw new Unreadable(place, "nested more than " + DEEPEST + " levels deep");
    }
    taken += nodes;
    if (taken > MOST) {
      throw new Unreadable(
          place, "more than 100,000 keys and values, counting each alias as what it stands for");
    }
  }

  int taken() {
    return taken;
  }
}
