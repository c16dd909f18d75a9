package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What {@link ReplyTest} and {@link FaultTest} make of a test class. */
class MatrixTemplateTest {

  private static EngineExecutionResults run(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(type)).execute();
  }

  private static EngineExecutionResults runAtOnce(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
        .execute();
  }

  /** Display names of invocations, as they are registered. */
  private static List<String> names(EngineExecutionResults results) {
    return results.allEvents().dynamicallyRegistered().stream()
        .map(event -> event.getTestDescriptor().getDisplayName())
        .toList();
  }

  private static void assertAllSucceed(Class<?> type, int count) {
    assertAllSucceed(run(type), count);
  }

  private static void assertAllSucceed(EngineExecutionResults results, int count) {
    results.testEvents().failed().stream()
        .findFirst()
        .flatMap(event -> event.getPayload(TestExecutionResult.class))
        .flatMap(TestExecutionResult::getThrowable)
        .ifPresent(
            thrown -> {
              throw new AssertionError(thrown);
            });
    results.containerEvents().assertStatistics(statistics -> statistics.failed(0));
    results.testEvents().assertStatistics(statistics -> statistics.succeeded(count).aborted(0));
  }

  /** The message of each failure, of a template or of an invocation, by the name of what failed. */
  private static Map<String, String> failures(Class<?> type) {
    Map<String, String> failures = new TreeMap<>();
    run(type).allEvents().failed().stream()
        .forEach(
            event ->
                failures.put(
                    event.getTestDescriptor().getDisplayName().replaceFirst("\\(.*", ""),
                    message(event)));
    return failures;
  }

  private static String message(Event event) {
    return event
        .getPayload(TestExecutionResult.class)
        .flatMap(TestExecutionResult::getThrowable)
        .map(Throwable::getMessage)
        .orElse("");
  }

  // --- display names and counts

  @FiveFiftyTest
  static class Replies {
    @ReplyTest(
        at = {Stage.RCPT, Stage.EHLO},
        codes = {421, 450, 550, 450})
    void at_two_stages(Reply reply) {
      assertThat(reply.code()).isIn(421, 450, 550);
    }
  }

  @Test
  void replies_have_names() {
    assertThat(names(run(Replies.class)))
        .containsExactly(
            "421 4.3.2 at RCPT",
            "421 at EHLO",
            "450 4.2.1 at RCPT",
            "450 at EHLO",
            "550 5.1.1 at RCPT",
            "550 at EHLO");
    assertAllSucceed(Replies.class, 6);
  }

  @FiveFiftyTest
  static class Texts {
    @ReplyTest(
        at = Stage.RCPT,
        replies = {"450 4.2.1 The user …", "550-in one", "554 5.7.1 one\ntwo"})
    void texts(Reply reply, FiveFifty smtp) {
      assertThat(smtp.rules()).hasSize(1);
    }
  }

  @Test
  void texts_have_names() {
    assertThat(names(run(Texts.class)))
        .containsExactly(
            "450 4.2.1 The user … at RCPT", "550 in one at RCPT", "554 5.7.1 one / two at RCPT");
    assertAllSucceed(Texts.class, 3);
  }

  @FiveFiftyTest
  static class Faults {
    @FaultTest(
        faults = {FaultKind.RESET, FaultKind.STALL, FaultKind.LOST_ACK},
        stages = {Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.MESSAGE})
    void sends_exactly_once(FiveFifty smtp, FaultCase fault, Stage stage, TestInfo info) {
      assertThat(fault.stage()).isEqualTo(stage);
      assertThat(fault).hasToString(info.getDisplayName());
      assertThat(smtp.rules()).containsExactly(Map.entry(fault.toString(), fault.rule()));
    }
  }

  @Test
  void faults_have_names() {
    assertThat(names(run(Faults.class)))
        .containsExactly(
            "RESET at MAIL",
            "RESET at RCPT",
            "RESET at DATA",
            "RESET at MESSAGE",
            "STALL at MAIL",
            "STALL at RCPT",
            "STALL at DATA",
            "STALL at MESSAGE",
            "LOST_ACK at MESSAGE");
    assertAllSucceed(Faults.class, 9);
  }

  @FiveFiftyTest
  static class Common {
    @ReplyTest(sets = ReplySet.COMMON)
    void common(Reply reply) {}
  }

  @FiveFiftyTest(starttls = StartTls.OFFERED, users = "alice:secret")
  static class CommonAndMore {
    @ReplyTest(sets = ReplySet.COMMON)
    void common(Reply reply) {}
  }

  @FiveFiftyTest(files = "classpath:matrix-server.yaml")
  static class CommonAndMoreByFile {
    @ReplyTest(sets = ReplySet.COMMON)
    void common(Reply reply) {}
  }

  static class CommonOfAnInstanceField {
    @RegisterExtension final FiveFiftyExtension smtp = FiveFiftyExtension.builder().build();

    @ReplyTest(sets = ReplySet.COMMON)
    void common(Reply reply) {}
  }

  private static long permitted(boolean everything) {
    return ReplySet.COMMON.codes().stream()
        .flatMap(code -> PermittedReplies.stages(code).stream())
        .filter(stage -> everything || Need.of(stage) == Need.NOTHING)
        .count();
  }

  @Test
  void what_a_server_does_not_offer_is_left_out() {
    assertThat(permitted(false)).isEqualTo(permitted(true) - 4).isGreaterThan(50);
    assertThat(names(run(Common.class)))
        .hasSize((int) permitted(false))
        .contains("220 at CONNECT", "451 4.3.0 at MESSAGE", "421 4.4.2 at IDLE")
        .noneMatch(name -> name.matches(".* at (STARTTLS|AUTH|CHALLENGE|HANDSHAKE|CONTENT)"));
    for (Class<?> type : List.of(CommonAndMore.class, CommonAndMoreByFile.class)) {
      assertThat(names(run(type)))
          .hasSize((int) permitted(true))
          .contains("220 2.0.0 at STARTTLS", "421 4.3.2 at AUTH", "421 4.3.2 at CHALLENGE");
    }
  }

  @Test
  void what_a_server_in_an_instance_field_does_not_offer_is_skipped() {
    EngineExecutionResults results = run(CommonOfAnInstanceField.class);
    results
        .testEvents()
        .assertStatistics(
            statistics -> statistics.succeeded(permitted(false)).aborted(4).failed(0));
    assertThat(results.testEvents().aborted().stream().map(MatrixTemplateTest::message))
        .contains(
            "220 2.0.0 at STARTTLS needs a server that offers STARTTLS: write"
                + " @FiveFiftyTest(starttls = OFFERED), or say the same to the builder of the"
                + " FiveFiftyExtension");
  }

  // --- where the rule is, and when

  @FiveFiftyTest
  @SmtpRule(at = Stage.RCPT, name = "of the class", reply = "250 2.1.5 Fine")
  static class First {
    private final FiveFifty early;

    First(FiveFifty early) {
      this.early = early;
    }

    @BeforeEach
    void is_first_before_each(FiveFifty smtp, Reply reply, Stage stage) {
      assertThat(smtp).isSameAs(early);
      assertThat(smtp.rules().keySet())
          .containsExactly("450 4.2.1 at RCPT", "of the method", "of the class");
      assertThat(reply.code()).isEqualTo(450);
      assertThat(stage).isEqualTo(Stage.RCPT);
    }

    @ReplyTest(at = Stage.RCPT, codes = 450)
    @SmtpRule(at = Stage.RCPT, name = "of the method", to = "b@*", reply = "250 2.1.5 Fine")
    void comes_first(FiveFifty smtp, Reply reply) throws IOException {
      try (MatrixClient client = MatrixClient.connect(smtp)) {
        assertThat(client.reach(Stage.RCPT, smtp).reply()).isEqualTo(reply + "\r\n");
      }
    }

    @AfterEach
    void is_there_after_each(Reply reply) {
      assertThat(reply.isTemporary()).isTrue();
    }
  }

  static class FirstOfAnInstanceField {
    @RegisterExtension final FiveFiftyExtension smtp = FiveFiftyExtension.builder().build();

    @BeforeEach
    void is_first_before_each(Reply reply) {
      assertThat(smtp.server().rules().keySet())
          .containsExactly("450 4.2.1 at RCPT", "of the method");
    }

    @ReplyTest(at = Stage.RCPT, codes = 450)
    @SmtpRule(at = Stage.RCPT, name = "of the method", to = "b@*", reply = "250 2.1.5 Fine")
    void comes_first(FiveFifty smtp) {
      assertThat(smtp).isSameAs(this.smtp.server());
    }
  }

  @FiveFiftyTest
  static class InConstructor {
    private final FiveFifty early;
    private final FaultCase fault;

    InConstructor(FaultCase fault, FiveFifty smtp) {
      this.early = smtp;
      this.fault = fault;
    }

    @FaultTest(faults = FaultKind.RESET, stages = Stage.RCPT)
    void knows_its_case(FiveFifty smtp, FaultCase fault) {
      assertThat(fault).isSameAs(this.fault);
      assertThat(smtp).isSameAs(early);
      assertThat(smtp.rules()).containsExactly(Map.entry("RESET at RCPT", fault.rule()));
    }
  }

  @Test
  void the_rule_is_there_before_each_and_comes_first() {
    assertAllSucceed(InConstructor.class, 1);
    assertAllSucceed(First.class, 1);
    assertAllSucceed(FirstOfAnInstanceField.class, 1);
  }

  // --- one server for all invocations

  @FiveFiftyTest(scope = Scope.PER_CLASS)
  @Execution(ExecutionMode.SAME_THREAD)
  static class OneServer {
    static final Set<FiveFifty> SERVERS = ConcurrentHashMap.newKeySet();

    @ReplyTest(
        at = {Stage.RCPT, Stage.MAIL},
        codes = {450, 550},
        times = 1)
    void replies(FiveFifty smtp, TestInfo info) throws IOException {
      meets(smtp, info);
    }

    @FaultTest(
        faults = {FaultKind.RESET, FaultKind.STALL},
        stages = {Stage.RCPT, Stage.MAIL})
    void faults(FiveFifty smtp, TestInfo info) throws IOException {
      meets(smtp, info);
    }

    private static void meets(FiveFifty smtp, TestInfo info) throws IOException {
      SERVERS.add(smtp);
      assertThat(smtp.rules().keySet()).containsExactly(info.getDisplayName());
      assertThat(smtp.applications()).containsEntry(info.getDisplayName(), 0L);
      try (MatrixClient client = MatrixClient.connect(smtp)) {
        client.reach(Stage.EHLO, smtp).reply();
        client.line("MAIL FROM:<a@example.com>");
      }
      // The server's reset lets open sessions live on, and so in the next test's journal.
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> smtp.journal().sessions().stream().noneMatch(Session::isOpen));
      assertThat(smtp.journal().sessions()).hasSize(1);
    }

    @Test
    void plain(FiveFifty smtp) {
      SERVERS.add(smtp);
      assertThat(smtp.rules()).isEmpty();
    }
  }

  @Execution(ExecutionMode.SAME_THREAD)
  static class OneServerInAField {
    @RegisterExtension static final FiveFiftyExtension SMTP = FiveFiftyExtension.builder().build();

    @ReplyTest(
        at = Stage.RCPT,
        codes = {450, 550})
    void replies(FiveFifty smtp, TestInfo info) {
      assertThat(smtp).isSameAs(SMTP.server());
      assertThat(smtp.rules().keySet()).containsExactly(info.getDisplayName());
    }

    @Nested
    class Inner {
      @FaultTest(faults = FaultKind.RESET, stages = Stage.RCPT)
      void faults(FiveFifty smtp, FaultCase fault) {
        assertThat(smtp).isSameAs(SMTP.server());
        assertThat(smtp.rules()).containsExactly(Map.entry("RESET at RCPT", fault.rule()));
      }

      @Test
      void plain(FiveFifty smtp) {
        assertThat(smtp.rules()).isEmpty();
      }
    }
  }

  @Test
  void nothing_is_left_for_the_next_invocation() {
    assertAllSucceed(OneServer.class, 9);
    assertThat(OneServer.SERVERS).hasSize(1);
    assertAllSucceed(OneServerInAField.class, 4);
  }

  // --- at once

  @FiveFiftyTest
  @Execution(ExecutionMode.CONCURRENT)
  static class AtOnce {
    static final CountDownLatch MET = new CountDownLatch(2);
    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @ReplyTest(at = Stage.RCPT, sets = ReplySet.ALL)
    @Execution(ExecutionMode.CONCURRENT)
    void replies(FiveFifty smtp, Reply reply, TestInfo info) throws Exception {
      PORTS.add(smtp.port());
      MET.countDown();
      assertThat(MET.await(20, TimeUnit.SECONDS)).as("two ran at once").isTrue();
      assertThat(smtp.rules().keySet()).containsExactly(info.getDisplayName());
      try (MatrixClient client = MatrixClient.connect(smtp)) {
        assertThat(client.reach(Stage.RCPT, smtp).reply()).isEqualTo(reply + "\r\n");
      }
      assertThat(smtp.journal().sessions()).hasSize(1);
    }
  }

  @Test
  void invocations_run_at_once() {
    assertAllSucceed(runAtOnce(AtOnce.class), ReplySet.ALL.codes().size());
    assertThat(AtOnce.PORTS).hasSizeGreaterThan(1);
  }

  // --- narrowed and limited, other servers, meta-annotations

  @FiveFiftyTest
  @SmtpServer("backup")
  static class Narrowed {
    @ReplyTest(at = Stage.RCPT, codes = 550, to = "gone@*", times = 1)
    void once_for_one_recipient(FiveFifty smtp, Reply reply) throws IOException {
      try (MatrixClient client = MatrixClient.connect(smtp)) {
        client.reach(Stage.MAIL, smtp).reply();
        assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("250 ");
        assertThat(client.ask("RCPT TO:<gone@example.com>")).isEqualTo(reply + "\r\n");
        assertThat(client.ask("RCPT TO:<gone@example.com>")).startsWith("250 ");
      }
    }

    @FaultTest(faults = FaultKind.SHUTTING_DOWN, from = "b@*", after = 1, lasting = "1m")
    void not_where_the_sender_is_unknown(Stage stage, FaultCase fault) {
      assertThat(stage)
          .isIn(
              Stage.MAIL,
              Stage.RCPT,
              Stage.DATA,
              Stage.CONTENT,
              Stage.BDAT,
              Stage.MESSAGE,
              Stage.RSET,
              Stage.NOOP,
              Stage.VRFY,
              Stage.EXPN,
              Stage.HELP,
              Stage.QUIT,
              Stage.IDLE,
              Stage.UNKNOWN);
      assertThat(fault.rule().limit().after()).isEqualTo(1);
      assertThat(fault.rule().limit().lasting()).hasMinutes(1);
      assertThat(fault.rule().conditions()).hasSize(1);
    }

    @ReplyTest(at = Stage.IDLE, codes = 421, silence = "10m")
    void after_so_much_silence(FiveFifty smtp) {
      assertThat(smtp.rules().get("421 4.4.2 at IDLE").silence().orElseThrow()).hasMinutes(10);
    }

    @ReplyTest(at = Stage.RCPT, codes = 550, server = "backup")
    void of_another_server(FiveFifty smtp, @Smtp("backup") FiveFifty backup) {
      assertThat(smtp.rules()).isEmpty();
      assertThat(backup.rules()).containsOnlyKeys("550 5.1.1 at RCPT");
    }

    @ReplyTest(at = Stage.RCPT, codes = 550, server = "third")
    void of_a_server_that_a_parameter_makes(@Smtp("third") FiveFifty third) {
      assertThat(third.rules()).containsOnlyKeys("550 5.1.1 at RCPT");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @ReplyTest(at = Stage.RCPT, codes = 550)
    @interface Refused {}

    @Refused
    void by_a_meta_annotation(Reply reply) {
      assertThat(reply.isPermanent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
        value = Stage.class,
        names = {"MAIL", "RCPT"})
    void beside_parameters_of_others(Stage stage, FiveFifty smtp) {
      assertThat(smtp.rules()).isEmpty();
    }
  }

  @Test
  void narrowed_and_limited() {
    assertAllSucceed(Narrowed.class, 1 + 14 + 1 + 1 + 1 + 1 + 2);
  }

  // --- misuse

  @FiveFiftyTest
  static class Misused {
    @ReplyTest(at = Stage.RCPT)
    void a_no_code() {}

    @ReplyTest(
        at = Stage.RCPT,
        codes = {450, 199})
    void b_code_out_of_range() {}

    @ReplyTest(codes = 571)
    void c_permitted_nowhere() {}

    @ReplyTest(at = Stage.HANDSHAKE, codes = 450)
    void d_nothing_is_said_there() {}

    @ReplyTest(at = Stage.RCPT, replies = "go away")
    void e_no_reply() {}

    @ReplyTest(at = Stage.RCPT, replies = "550 5.1.1 <${too}>: Gone")
    void f_unknown_placeholder() {}

    @ReplyTest(at = Stage.CONNECT, codes = 450, to = "bob@*")
    void g_key_is_not_known_there() {}

    @ReplyTest(codes = 220, to = "bob@*")
    void h_key_is_known_nowhere() {}

    @FaultTest(
        faults = {FaultKind.LOST_ACK, FaultKind.BANNER_554},
        stages = {Stage.RCPT, Stage.DATA})
    void i_no_sense() {}

    @FaultTest(faults = FaultKind.HANDSHAKE_GARBAGE, stages = Stage.HANDSHAKE)
    void j_no_tls() {}

    @FaultTest(faults = FaultKind.TLS_1_1)
    void k_no_tls_for_any() {}

    @FaultTest(faults = FaultKind.RESET, stages = Stage.AUTH)
    void l_no_auth() {}

    @FaultTest(
        faults = FaultKind.STALL,
        stages = {Stage.IDLE},
        silence = "10")
    void m_no_duration() {}

    @Test
    void n_plain(Reply reply) {}

    @Test
    void o_plain(FiveFifty smtp, FaultCase fault) {}

    @ReplyTest(at = Stage.RCPT, codes = 450, server = "backup")
    void p_no_such_server() {}
  }

  @Test
  void misuse_says_what_to_write() {
    assertThat(failures(Misused.class))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(
                    "a_no_code",
                    "@ReplyTest on Misused.a_no_code says no reply: write codes = {450, 550}, sets ="
                        + " ReplySet.COMMON, or replies = \"450 4.2.1 Too quickly\""),
                Map.entry(
                    "b_code_out_of_range",
                    "@ReplyTest on Misused.b_code_out_of_range says code 199, but a reply's is 200"
                        + " to 599 (anything else can be said with @SmtpRule(raw = \"199 …\\r\\n\")"
                        + " in a plain @Test)"),
                Map.entry(
                    "c_permitted_nowhere",
                    "@ReplyTest on Misused.c_permitted_nowhere says 571, which no RFC permits at any"
                        + " stage: write at = … to say it all the same"),
                Map.entry(
                    "d_nothing_is_said_there",
                    "@ReplyTest on Misused.d_nothing_is_said_there cannot be: nothing is said at"
                        + " HANDSHAKE (for TLS faults write @FaultTest)"),
                Map.entry(
                    "e_no_reply",
                    "@ReplyTest on Misused.e_no_reply cannot be: 'go away' is no reply (expected a"
                        + " code of 200 to 599, such as \"550 5.1.1 Mailbox not found\")"),
                Map.entry(
                    "f_unknown_placeholder",
                    "@ReplyTest on Misused.f_unknown_placeholder cannot be: unknown placeholder"
                        + " '${too}' (expected one of to, from, fromDomain, domain, client, helo, user, session,"
                        + " rule, subject, size, now, or $${ for the text itself; did you mean"
                        + " to?)"),
                Map.entry(
                    "g_key_is_not_known_there",
                    "@ReplyTest on Misused.g_key_is_not_known_there cannot be: 'to' cannot apply at"
                        + " connect (it can at rcpt, data, content, bdat, message, rset, noop, vrfy,"
                        + " expn, help, quit, idle, unknown)"),
                Map.entry(
                    "h_key_is_known_nowhere",
                    "@ReplyTest on Misused.h_key_is_known_nowhere has no invocation left:\n"
                        + "  not at CONNECT: 'to' is not known there\n"
                        + "  not at STARTTLS: the server does not offer STARTTLS (write"
                        + " @FiveFiftyTest(starttls = OFFERED))"),
                Map.entry(
                    "i_no_sense",
                    "@FaultTest on Misused.i_no_sense has no invocation left:\n"
                        + "  not at RCPT, DATA: LOST_ACK: there is no complete message\n"
                        + "  not at RCPT, DATA: BANNER_554: it is a greeting"),
                Map.entry(
                    "j_no_tls",
                    "@FaultTest on Misused.j_no_tls: HANDSHAKE_GARBAGE at HANDSHAKE needs a server"
                        + " that offers TLS: write @FiveFiftyTest(starttls = OFFERED), or say the"
                        + " same to the builder of the FiveFiftyExtension"),
                Map.entry(
                    "k_no_tls_for_any",
                    "@FaultTest on Misused.k_no_tls_for_any has no invocation left:\n"
                        + "  not at HANDSHAKE: the server does not offer TLS (write"
                        + " @FiveFiftyTest(starttls = OFFERED))"),
                Map.entry(
                    "l_no_auth",
                    "@FaultTest on Misused.l_no_auth: RESET at AUTH needs a server that offers AUTH:"
                        + " write @FiveFiftyTest(users = \"alice:secret\"), or say the same to the"
                        + " builder of the FiveFiftyExtension"),
                Map.entry(
                    "m_no_duration",
                    "@FaultTest on Misused.m_no_duration cannot be: '10' is no duration (expected"
                        + " such as 100ms, 5s, 5m or 1h30m; did you mean 10s or 10ms?)"),
                Map.entry(
                    "n_plain",
                    "Misused.n_plain asks for a Reply, but is a plain test: write @ReplyTest(at ="
                        + " RCPT, codes = {450, 550}) in place of @Test"),
                Map.entry(
                    "o_plain",
                    "Misused.o_plain asks for a FaultCase, but is a plain test: write"
                        + " @FaultTest(faults = RESET, stages = RCPT) in place of @Test"),
                Map.entry(
                    "450 4.2.1 at RCPT",
                    "450 4.2.1 at RCPT has no server 'backup' (write @SmtpServer(\"backup\") on the"
                        + " class)")));
  }

  static class WithoutServer {
    @FaultTest(faults = FaultKind.RESET, stages = Stage.RCPT)
    void no_server(FaultCase fault) {}
  }

  static class MisusedInAField {
    @RegisterExtension final FiveFiftyExtension smtp = FiveFiftyExtension.builder().build();

    @FaultTest(faults = FaultKind.TRUNCATED_TLS, stages = Stage.RCPT)
    void no_tls(FaultCase fault) {}
  }

  @Test
  void misuse_without_annotations() {
    assertThat(failures(WithoutServer.class))
        .containsOnly(
            Map.entry(
                "RESET at RCPT",
                "RESET at RCPT has no server without a name (write @FiveFiftyTest on the class, or"
                    + " register a FiveFiftyExtension)"));
    assertThat(failures(MisusedInAField.class))
        .containsOnly(
            Map.entry(
                "TRUNCATED_TLS at RCPT",
                "@FaultTest on MisusedInAField.no_tls: TRUNCATED_TLS at RCPT needs a server that"
                    + " offers TLS: write @FiveFiftyTest(starttls = OFFERED), or say the same to the"
                    + " builder of the FiveFiftyExtension"));
  }
}
