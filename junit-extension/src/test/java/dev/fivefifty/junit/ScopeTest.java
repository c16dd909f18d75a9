package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tests share a server, and what each finds in it. */
class ScopeTest {
  private static void assertClosed(List<FiveFifty> servers) {
    for (FiveFifty smtp : servers) {
      Assertions.assertThatThrownBy(() -> connect(smtp.port()))
          .isInstanceOf(ConnectException.class);
    }
  }

  private static void connect(int port) throws IOException {
    new Socket("127.0.0.1", port).close();
  }

  /** Each test leaves mail behind, and finds none. */
  private static void use(FiveFifty smtp) {
    assertThat(smtp.journal().sessions()).isEmpty();
    assertThat(Mail.send(smtp.port(), "gone@example.com")).startsWith("550 5.1.1");
    assertThat(smtp.applications()).containsEntry("class", 1L);
    smtp.pause();
  }

  @FiveFiftyTest
  @SmtpRule(name = "class", at = Stage.RCPT, reply = "550 5.1.1 Gone")
  static class PerMethodCase {
    static final List<FiveFifty> SEEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void before(FiveFifty smtp) {
      SEEN.add(smtp);
    }

    @Test
    void one(FiveFifty smtp) {
      use(smtp);
    }

    @RepeatedTest(3)
    void repeated(FiveFifty smtp) {
      use(smtp);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void parameterized(String value, FiveFifty smtp, @Smtp int port) {
      assertThat(value).hasSize(1);
      assertThat(port).isEqualTo(smtp.port());
      use(smtp);
    }

    @TestFactory
    Stream<DynamicTest> factory(FiveFifty smtp) {
      return Stream.of(DynamicTest.dynamicTest("dynamic", () -> use(smtp)));
    }

    @AfterEach
    void after(FiveFifty smtp) {
      assertThat(SEEN.get(SEEN.size() - 1)).isSameAs(smtp);
    }
  }

  @Test
  void each_method_and_invocation_has_its_own() {
    Kit.succeeds(7, PerMethodCase.class);
    assertThat(PerMethodCase.SEEN).hasSize(7).doesNotHaveDuplicates();
    assertClosed(PerMethodCase.SEEN);
  }

  @FiveFiftyTest(scope = Scope.PER_CLASS)
  @SmtpRule(name = "class", at = Stage.RCPT, reply = "550 5.1.1 Gone")
  static class PerClassCase {
    static final List<FiveFifty> SEEN = new CopyOnWriteArrayList<>();

    PerClassCase(FiveFifty smtp) {
      SEEN.add(smtp);
    }

    @BeforeAll
    static void beforeAll(FiveFifty smtp) {
      SEEN.add(smtp);
    }

    @Test
    void one(FiveFifty smtp) {
      use(smtp);
    }

    @Test
    @SmtpRule(name = "method", at = Stage.MAIL, reply = "250 OK")
    void two(FiveFifty smtp) {
      assertThat(smtp.rules()).containsOnlyKeys("method", "class");
      use(smtp);
    }

    @Nested
    @SmtpRule(name = "inner", at = Stage.MAIL, reply = "250 OK")
    class Inner {
      @Test
      void three(FiveFifty smtp) {
        SEEN.add(smtp);
        assertThat(smtp.rules()).containsOnlyKeys("inner", "class");
        use(smtp);
      }
    }

    @AfterAll
    static void afterAll(FiveFifty smtp) {
      SEEN.add(smtp);
    }
  }

  @Test
  void a_class_and_those_within_share_one() {
    Kit.succeeds(3, PerClassCase.class);
    assertThat(Set.copyOf(PerClassCase.SEEN)).hasSize(1);
    assertThat(PerClassCase.SEEN).hasSize(6);
    assertClosed(PerClassCase.SEEN);
  }

  @FiveFiftyTest(scope = Scope.PER_SUITE, hostname = "suite.example")
  @SmtpRule(name = "class", at = Stage.RCPT, reply = "550 5.1.1 Gone")
  static class SuiteOneCase {
    static final Set<FiveFifty> SEEN = ConcurrentHashMap.newKeySet();

    @Test
    void one(FiveFifty smtp) {
      SEEN.add(smtp);
      use(smtp);
    }
  }

  static class SuiteTwoCase extends SuiteOneCase {
    @Test
    void two(FiveFifty smtp) {
      SEEN.add(smtp);
      use(smtp);
    }
  }

  @FiveFiftyTest(scope = Scope.PER_SUITE, hostname = "other.example")
  @SmtpRule(name = "class", at = Stage.RCPT, reply = "550 5.1.1 Gone")
  static class OtherSuiteCase {
    @Test
    void other(FiveFifty smtp) {
      assertThat(SuiteOneCase.SEEN).doesNotContain(smtp);
      use(smtp);
    }
  }

  @Test
  void a_suite_shares_one_by_settings() {
    Kit.succeeds(4, SuiteOneCase.class, SuiteTwoCase.class, OtherSuiteCase.class);
    assertThat(SuiteOneCase.SEEN).hasSize(1);
    assertClosed(List.copyOf(SuiteOneCase.SEEN));
  }

  @FiveFiftyTest
  @TestInstance(Lifecycle.PER_CLASS)
  @SmtpRule(name = "class", at = Stage.RCPT, reply = "550 5.1.1 Gone")
  static class OneInstanceCase {
    private final Set<FiveFifty> seen = ConcurrentHashMap.newKeySet();

    @Test
    void one(FiveFifty smtp) {
      assertThat(seen.add(smtp)).isTrue();
      use(smtp);
    }

    @Test
    void two(FiveFifty smtp) {
      assertThat(seen.add(smtp)).isTrue();
      use(smtp);
    }
  }

  @Test
  void one_instance_for_all_tests_changes_nothing() {
    Kit.succeeds(2, OneInstanceCase.class);
  }

  @FiveFiftyTest
  @SmtpRule(name = "outer", at = Stage.RCPT, reply = "550 5.1.1 Outer")
  static class NestedCase {
    private final FiveFifty outer;

    NestedCase(FiveFifty outer) {
      this.outer = outer;
    }

    @Nested
    @SmtpRule(name = "inner", at = Stage.RCPT, to = "inner@*", reply = "551 5.1.6 Inner")
    class Inner {
      private final FiveFifty inner;

      Inner(FiveFifty inner) {
        this.inner = inner;
      }

      @Test
      @SmtpRule(name = "first", at = Stage.RCPT, to = "method@*", reply = "552 5.2.2 First")
      @SmtpRule(name = "second", at = Stage.RCPT, to = "other@*", reply = "553 5.1.3 No")
      void has_the_rules_of_all(FiveFifty smtp) {
        assertThat(smtp).isSameAs(outer).isSameAs(inner);
        assertThat(smtp.rules().keySet()).containsExactly("first", "second", "inner", "outer");
        assertThat(Mail.send(smtp.port(), "method@example.com")).startsWith("552 ");
        assertThat(Mail.send(smtp.port(), "inner@example.com")).startsWith("551 ");
        assertThat(Mail.send(smtp.port(), "outer@example.com")).startsWith("550 ");
      }
    }

    @Nested
    @FiveFiftyTest(hostname = "own.example")
    class Own {
      @Test
      void has_the_settings_of_its_own(FiveFifty smtp) {
        Mail.send(smtp.port(), "a@example.com");
        assertThat(smtp.journal().exchanges().get(0).toString()).contains("own.example");
      }
    }
  }

  static class InheritingCase extends NestedCase {
    InheritingCase(FiveFifty outer) {
      super(outer);
    }

    @Test
    void inherits_the_server_and_its_rules(FiveFifty smtp) {
      assertThat(Mail.send(smtp.port(), "a@example.com")).isEqualTo("550 5.1.1 Outer");
    }
  }

  @Test
  void nested_classes_have_the_outer_server_and_rules() {
    Kit.succeeds(2, NestedCase.class);
    // The nested classes are inherited too.
    Kit.succeeds(3, InheritingCase.class);
  }

  @FiveFiftyTest
  @SmtpRule(at = Stage.RCPT, reply = "550 5.1.1 Gone", name = "class")
  static class ManyCase {
    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @RepeatedTest(200)
    void at_once(FiveFifty smtp) {
      PORTS.add(smtp.port());
      assertThat(Mail.send(smtp.port(), "a@example.com")).startsWith("550 ");
      assertThat(smtp.journal().sessions()).hasSize(1);
    }
  }

  @Test
  void two_hundred_tests_at_once_do_not_meet() {
    var results =
        Kit.builder(ManyCase.class)
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "200")
            .execute();
    assertThat(Kit.failures(results)).isEmpty();
    results.testEvents().assertStatistics(all -> all.succeeded(200));
    assertThat(ManyCase.PORTS).hasSizeGreaterThan(1);
  }
}
