package dev.fivefifty.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.MessageView;
import dev.fivefifty.rule.Occasion;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether two things say the same: by each method without parameters that they have, so that one
 * that comes later is compared too.
 */
final class Same {
  private static final Set<Class<?>> TAKEN_APART =
      Set.of(
          Evidence.class,
          Session.class,
          Exchange.class,
          Occasion.class,
          Decision.class,
          Attempt.class,
          Discarded.class,
          ReceivedMessage.class,
          ReceivedMessage.Recipient.class);

  /** Made anew each time, or of this object alone. */
  private static final Set<String> LEFT_OUT =
      Set.of("hashCode", "rules", "mimeMessage", "openStream");

  private final AtomicLong compared = new AtomicLong();

  /** How many values were compared so far. */
  long compared() {
    return compared.get();
  }

  void check(Object actual, Object expected, String path) throws ReflectiveOperationException {
    if (expected instanceof Optional<?> optional) {
      assertThat(((Optional<?>) actual).isPresent()).as(path).isEqualTo(optional.isPresent());
      if (optional.isPresent()) {
        check(((Optional<?>) actual).get(), optional.get(), path);
      }
    } else if (expected instanceof List<?> list) {
      assertThat((List<?>) actual).as(path).hasSize(list.size());
      for (int i = 0; i < list.size(); i++) {
        check(((List<?>) actual).get(i), list.get(i), path + "[" + i + "]");
      }
    } else if (expected instanceof Map<?, ?> map) {
      Iterator<?> others = ((Map<?, ?>) actual).entrySet().iterator();
      assertThat((Map<?, ?>) actual).as(path).hasSize(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Map.Entry<?, ?> other = (Map.Entry<?, ?>) others.next();
        check(other.getKey(), entry.getKey(), path + " key");
        check(other.getValue(), entry.getValue(), path + "." + entry.getKey());
      }
    } else if (expected instanceof MessageView) {
      members(actual, expected, MessageView.class, path);
    } else if (expected != null && TAKEN_APART.contains(expected.getClass())) {
      members(actual, expected, expected.getClass(), path);
    } else {
      compared.incrementAndGet();
      assertThat(actual).as(path).isEqualTo(expected);
    }
  }

  private void members(Object actual, Object expected, Class<?> type, String path)
      throws ReflectiveOperationException {
    assertThat(actual).as(path).isInstanceOf(type);
    for (Method method : type.getDeclaredMethods()) {
      boolean plain =
          method.getParameterCount() == 0
              && Modifier.isPublic(method.getModifiers())
              && !Modifier.isStatic(method.getModifiers())
              && !method.isSynthetic();
      // A changed copy of itself has no end.
      if (plain && method.getReturnType() != type && !LEFT_OUT.contains(method.getName())) {
        method.setAccessible(true);
        check(method.invoke(actual), method.invoke(expected), path + "." + method.getName());
      }
    }
  }
}
