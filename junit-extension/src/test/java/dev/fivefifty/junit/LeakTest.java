package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** What is left behind when tests end with sessions open, stalled and never answered. */
@Isolated("looks at every thread")
class LeakTest {
  private static final Duration GUARD = Duration.ofSeconds(20);

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fivefifty"))
        .collect(Collectors.toSet());
  }

  @FiveFiftyTest(implicitTls = true)
  @SmtpServer("backup")
  static class PerMethodCase {
    @Test
    @SmtpRule(at = Stage.EHLO, name = "stall", stall = "forever")
    void leaves_a_stalled_session(FiveFifty smtp, @Smtp("third") FiveFifty third)
        throws IOException {
      Talk talk = new Talk(smtp.port());
      talk.reply();
      talk.line("EHLO client.example");
      new Talk(third.port()).reply();
      await().atMost(GUARD).until(() -> smtp.applications().get("stall") == 1);
      assertThat(threads()).isNotEmpty();
    }

    @Test
    void fails() {
      throw new AssertionError("on purpose");
    }
  }

  @FiveFiftyTest(scope = Scope.PER_SUITE)
  static class PerSuiteCase {
    @RegisterExtension
    static final FiveFiftyExtension BACKUP = FiveFiftyExtension.builder().name("backup").build();

    PerSuiteCase() {
      BACKUP.port();
    }

    @Test
    void leaves_a_session(FiveFifty smtp) throws IOException {
      new Talk(smtp.port()).reply();
      new Talk(BACKUP.port()).reply();
    }
  }

  @FiveFiftyTest
  static class UnmadeCase {
    UnmadeCase(FiveFifty smtp) {
      assertThat(Mail.send(smtp.port(), "a@example.com")).startsWith("250 ");
      throw new IllegalStateException("on purpose");
    }

    @Test
    void test() {}
  }

  @Test
  void no_thread_is_left() {
    Set<Thread> before = threads();
    Kit.run(PerMethodCase.class, PerSuiteCase.class, UnmadeCase.class)
        .testEvents()
        .assertStatistics(all -> all.succeeded(2).failed(2));
    await().atMost(GUARD).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
  }
}
