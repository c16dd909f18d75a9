package dev.fivefifty.rule;

/** Random numbers that depend on nothing but what they are drawn for. */
final class Draw {
  private Draw() {}

  /** FNV-1a over the characters. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Two numbers into one, every bit depending on every bit (SplitMix64's finalizer). */
  static long mix(long a, long b) {
    long z = a * 0x9e3779b97f4a7c15L + b + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** From 0 to less than 1. */
  static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }
}
