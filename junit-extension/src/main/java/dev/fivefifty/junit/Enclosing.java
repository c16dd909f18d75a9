package dev.fivefifty.junit;

import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** What a {@code @Nested} class is nested in. */
final class Enclosing {
  private Enclosing() {}

  /** The class around an inner class; none around a static one, which JUnit runs by itself. */
  static @Nullable Class<?> of(Class<?> type) {
    return Modifier.isStatic(type.getModifiers()) ? null : type.getEnclosingClass();
  }
}
