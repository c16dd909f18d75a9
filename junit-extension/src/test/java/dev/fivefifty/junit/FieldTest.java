package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import java.net.ConnectException;
import java.net.Socket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Extensions in fields. */
class FieldTest {
  private static void assertClosed(int port) {
    assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
        .isInstanceOf(ConnectException.class);
  }

  static class StaticCase {
    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @RegisterExtension
    static final FiveFiftyExtension SMTP =
        FiveFiftyExtension.builder()
            .rules(Rule.at(Stage.RCPT).name("field").to("gone@*").reply("550 5.1.1 Gone"))
            .build();

    @BeforeAll
    static void beforeAll(FiveFifty smtp) {
      PORTS.add(smtp.port());
      assertThat(SMTP.server()).isSameAs(smtp);
    }

    @Test
    void one(FiveFifty smtp, Journal journal) {
      PORTS.add(smtp.port());
      assertThat(journal.sessions()).isEmpty();
      assertThat(Mail.send(SMTP.port(), "gone@example.com")).isEqualTo("550 5.1.1 Gone");
    }

    @Test
    @SmtpRule(at = Stage.RCPT, reply = "450 4.2.0 Busy")
    void two(FiveFifty smtp) {
      PORTS.add(smtp.port());
      assertThat(smtp.journal().sessions()).isEmpty();
      assertThat(Mail.send(SMTP.port(), "gone@example.com")).isEqualTo("450 4.2.0 Busy");
    }

    @Nested
    class Inner {
      @Test
      void three(FiveFifty smtp) {
        PORTS.add(smtp.port());
        assertThat(Mail.send(SMTP.port(), "gone@example.com")).isEqualTo("550 5.1.1 Gone");
      }
    }
  }

  @Test
  void a_static_field_is_one_server_for_the_class() {
    Kit.succeeds(3, StaticCase.class);
    assertThat(StaticCase.PORTS).hasSize(1).allSatisfy(FieldTest::assertClosed);
  }

  static class InstanceCase {
    static final Set<FiveFifty> SEEN = ConcurrentHashMap.newKeySet();

    @RegisterExtension final FiveFiftyExtension smtp = FiveFiftyExtension.builder().build();

    @BeforeEach
    void before(FiveFifty injected) {
      assertThat(smtp.server()).isSameAs(injected);
      assertThat(SEEN.add(injected)).isTrue();
    }

    @Test
    void one() {
      Mail.send(smtp.port(), "a@example.com");
    }

    @Test
    void two() {
      Mail.send(smtp.port(), "a@example.com");
    }

    @Nested
    class Inner {
      @Test
      void three() {
        assertThat(smtp.server().journal().sessions()).isEmpty();
      }
    }
  }

  @Test
  void an_instance_field_is_a_server_for_each_test() {
    Kit.succeeds(3, InstanceCase.class);
    assertThat(InstanceCase.SEEN).hasSize(3).allSatisfy(smtp -> assertClosed(smtp.port()));
  }

  abstract static class Base {
    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @RegisterExtension static final FiveFiftyExtension SMTP = FiveFiftyExtension.builder().build();

    @Test
    void inherited(FiveFifty smtp) {
      PORTS.add(SMTP.port());
      assertThat(smtp.journal().sessions()).isEmpty();
      Mail.send(smtp.port(), "a@example.com");
    }
  }

  static class OneCase extends Base {}

  static class TwoCase extends Base {}

  @Test
  void an_inherited_static_field_keeps_its_port_for_the_run() {
    // As Spring asks before the first test.
    Base.PORTS.add(Base.SMTP.port());
    Kit.succeeds(2, OneCase.class, TwoCase.class);
    assertThat(Base.PORTS).hasSize(1).allSatisfy(FieldTest::assertClosed);
  }

  static final FiveFiftyExtension SHARED =
      FiveFiftyExtension.builder().scope(Scope.PER_SUITE).build();

  static class SharingCase {
    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @RegisterExtension static final FiveFiftyExtension SMTP = SHARED;

    @Test
    void test(FiveFifty smtp) {
      PORTS.add(smtp.port());
    }
  }

  static class SharingTooCase {
    @RegisterExtension static final FiveFiftyExtension SMTP = SHARED;

    @Test
    void test(FiveFifty smtp) {
      SharingCase.PORTS.add(smtp.port());
    }
  }

  @Test
  void a_suites_server_is_shared_by_classes() {
    Kit.succeeds(2, SharingCase.class, SharingTooCase.class);
    assertThat(SharingCase.PORTS).hasSize(1).allSatisfy(FieldTest::assertClosed);
  }

  @FiveFiftyTest(hostname = "primary.example")
  static class BothCase {
    @RegisterExtension
    final FiveFiftyExtension backup =
        FiveFiftyExtension.builder().name("backup").hostname("backup.example").build();

    @Test
    @SmtpRule(at = Stage.RCPT, reply = "451 4.3.0 Primary")
    @SmtpRule(server = "backup", at = Stage.RCPT, reply = "452 4.3.1 Backup")
    @SmtpRule(server = "third", at = Stage.RCPT, reply = "454 4.3.1 Third")
    void each_has_its_rules(
        FiveFifty smtp,
        @Smtp("backup") FiveFifty backup,
        @Smtp("backup") int port,
        @Smtp("third") Journal third,
        @Smtp("third") int thirdPort) {
      assertThat(new LinkedHashSet<>(Set.of(smtp, backup))).hasSize(2);
      assertThat(backup).isSameAs(this.backup.server());
      assertThat(port).isEqualTo(backup.port());
      assertThat(Mail.send(smtp.port(), "a@example.com")).startsWith("451 ");
      assertThat(Mail.send(port, "a@example.com")).startsWith("452 ");
      assertThat(Mail.send(thirdPort, "a@example.com")).startsWith("454 ");
      assertThat(third.sessions()).hasSize(1);
      assertThat(smtp.journal().exchanges().get(0).toString()).contains("primary.example");
      assertThat(backup.journal().exchanges().get(0).toString()).contains("backup.example");
    }
  }

  @Test
  void several_servers_in_one_test() {
    Kit.succeeds(1, BothCase.class);
  }
}
