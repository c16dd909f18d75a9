package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Removed;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.InvalidRuleException;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.TagSource;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tests on one server, by tags; {@link TagsElsewhereTest} does the same from afar. */
class TagsTest {
  private static final Duration GUARD = Duration.ofSeconds(30);
  private static final String FROM = "app@example.com";

  private FiveFifty there;

  /** The server as the tests see it. */
  FiveFifty smtp;

  FiveFifty.Builder builder() {
    return FiveFifty.builder().http(0).seed(7);
  }

  /** How the tests see a server. */
  FiveFifty seen(FiveFifty server) {
    return server;
  }

  private void start(FiveFifty.Builder builder) {
    there = builder.start();
    smtp = seen(there);
  }

  @BeforeEach
  void start() {
    start(
        builder()
            .tags(TagSource.subaddress())
            .rules(
                at(Stage.RCPT).name("gone").to("*@gone.example").reply("550"),
                at(Stage.RCPT).name("of the start").tag("t1").to("start*").reply("551"),
                at(Stage.RCPT).name("later").to("later*").reply("450")));
  }

  @AfterEach
  void stop() {
    there.close();
    smtp.close();
  }

  private WireClient introduced() {
    return WireClient.introduced(there.host(), there.port());
  }

  private static String send(WireClient client, String to, String subject) {
    return client.envelope(FROM, to).data("Subject: " + subject + "\r\n\r\nx");
  }

  private void send(String to, String subject) {
    try (WireClient client = introduced()) {
      send(client, to, subject);
      client.ask("QUIT");
    }
  }

  private static Rule once() {
    return at(Stage.RCPT).name("once").times(1).reply("451 4.3.0 Later");
  }

  private static void awaitEnds(FiveFifty view, int sessions) {
    await()
        .atMost(GUARD)
        .until(
            () ->
                view.journal().sessions().stream().filter(each -> !each.isOpen()).count()
                    == sessions);
  }

  @Test
  void two_tags_have_rules_of_the_same_name_and_each_its_own_count() {
    FiveFifty one = smtp.tagged("T1");
    FiveFifty two = smtp.tagged("t2");
    one.replaceRules(once());
    two.add(once());
    assertThat(one.tag()).hasValue("t1");
    assertThat(smtp.tag()).isEmpty();
    try (WireClient client = introduced()) {
      client.accepted("MAIL FROM:<" + FROM + ">");
      assertThat(client.ask("RCPT TO:<bob+t1@example.com>")).startsWith("451");
      assertThat(client.ask("RCPT TO:<bob+t1@example.com>")).startsWith("250");
      client.accepted("RSET", "MAIL FROM:<" + FROM + ">");
      assertThat(client.ask("RCPT TO:<bob+T2@example.com>")).startsWith("451");
      assertThat(client.ask("RCPT TO:<bob+t2@example.com>")).startsWith("250");
      client.accepted("RSET", "MAIL FROM:<" + FROM + ">");
      assertThat(client.ask("RCPT TO:<bob+t3@example.com>")).startsWith("250");
      assertThat(client.ask("RCPT TO:<bob@example.com>")).startsWith("250");
    }
    assertThat(one.applications()).isEqualTo(Map.of("once", 1L));
    assertThat(two.applications()).isEqualTo(Map.of("once", 1L));
    assertThat(smtp.applications())
        .isEqualTo(Map.of("t1/once", 1L, "t2/once", 1L, "gone", 0L, "later", 0L));
    assertThat(two.rules()).isEqualTo(Map.of("once", once().tag("t2")));
    assertThat(smtp.rules()).containsEntry("t1/once", once().tag("t1"));
    assertThat(one.journal().attempts())
        .extracting(attempt -> attempt.rule().orElse(""), attempt -> attempt.tag().orElse(""))
        .startsWith(tuple("once", "t1"));
  }

  @Test
  void rules_of_a_view_touch_no_others() {
    FiveFifty one = smtp.tagged("t1");
    FiveFifty two = smtp.tagged("t2");
    two.add(once(), at(Stage.MAIL).reply("450"));
    assertThat(two.rules().keySet()).containsExactly("once", "mail-1");
    assertThat(one.rules().keySet()).containsExactly("of the start");
    assertThat(one.removeRule("once")).isFalse();
    assertThat(one.removeRule("gone")).isFalse();
    assertThat(two.removeRule("mail-1")).isTrue();
    two.replaceRules(at(Stage.DATA).name("d").reply("451"));
    assertThat(smtp.rules().keySet()).containsExactly("t2/d", "gone", "t1/of the start", "later");
    assertThat(smtp.removeRule("t2/d")).isTrue();
    assertThat(two.rules()).isEmpty();
    one.replaceRules();
    one.add(at(Stage.RCPT).name("new").reply("452"));
    one.reset();
    assertThat(smtp.rules().keySet()).containsExactly("gone", "t1/of the start", "later");
  }

  @Test
  void a_rule_has_the_tag_of_its_view_or_says_no_other() {
    FiveFifty one = smtp.tagged("t1");
    one.add(once().tag("T1"));
    assertThatThrownBy(() -> one.add(at(Stage.MAIL).reply("450"), once().tag("t2")))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("the rule is of the tag 't2' (expected 't1', or no tag)");
    assertThatThrownBy(() -> one.add(once()))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("there is a rule 'once' of the tag 't1' already");
    assertThat(one.rules().keySet()).containsExactly("once", "of the start");
  }

  @Test
  void a_tagged_rule_where_no_tag_can_be_known_is_refused() {
    for (Stage stage : List.of(Stage.CONNECT, Stage.EHLO, Stage.AUTH)) {
      assertThatThrownBy(() -> smtp.add(at(stage).tag("t1").reply("450")))
          .isInstanceOf(InvalidRuleException.class)
          .hasMessageContaining("the tag is not known yet at " + stage.keyword())
          .hasMessageContaining("(the server's tags are of subaddress, known at mail, rcpt, data");
    }
    stop();
    start(builder().tags(TagSource.helo()));
    smtp.add(at(Stage.EHLO).tag("t1").reply("450"));
    stop();
    start(builder());
    assertThatThrownBy(() -> smtp.add(at(Stage.RCPT).tag("t1").reply("450")))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("the server has no source of tags");
    assertThatThrownBy(() -> smtp.tagged("t1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the server has no source of tags")
        .hasMessageContaining("tags(TagSource.subaddress())");
    assertThatThrownBy(() -> smtp.tagged("a b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void before_its_tag_is_known_a_session_sees_rules_without_one() {
    stop();
    start(builder().tags(TagSource.helo()));
    smtp.tagged("t1").add(at(Stage.EHLO).name("e").reply("450 4.3.0 of t1"));
    smtp.add(at(Stage.CONNECT).name("all").reply("220 all"));
    try (WireClient client = WireClient.connect(there.host(), there.port())) {
      assertThat(client.reply()).startsWith("220 all");
      assertThat(client.ask("NOOP")).startsWith("250");
      assertThat(client.ask("EHLO t1")).startsWith("450 4.3.0 of t1");
      assertThat(client.ask("EHLO other")).startsWith("250");
    }
    awaitEnds(smtp.tagged("t1"), 1);
    Session session = smtp.tagged("t1").journal().sessions().get(0);
    assertThat(session.exchanges())
        .extracting(Exchange::stage)
        .containsExactly(Stage.CONNECT, Stage.NOOP, Stage.EHLO);
    assertThat(session.exchanges())
        .extracting(exchange -> exchange.rule().orElse(""))
        .containsExactly("all", "", "e");
  }

  @Test
  void a_pooled_connection_is_in_the_view_of_each_tag_with_what_belongs_to_it() {
    FiveFifty one = smtp.tagged("t1");
    FiveFifty two = smtp.tagged("t2");
    try (WireClient client = introduced()) {
      send(client, "bob+t1@example.com", "one");
      send(client, "bob@example.com", "nobody's");
      send(client, "bob+t2@example.com", "two");
      client.ask("QUIT");
    }
    awaitEnds(smtp, 1);
    assertThat(one.journal().sessions().get(0).commands())
        .containsExactly("EHLO", "MAIL", "RCPT", "DATA");
    assertThat(two.journal().sessions().get(0).commands())
        .containsExactly("EHLO", "MAIL", "RCPT", "DATA", "QUIT");
    assertThat(one.journal().exchanges()).isEqualTo(one.journal().sessions().get(0).exchanges());
    assertThat(one.journal().messages())
        .extracting(m -> m.subject().orElse(""))
        .containsExactly("one");
    assertThat(two.journal().attempts())
        .extracting(attempt -> attempt.recipient().orElse(""))
        .containsExactly("bob+t2@example.com");
    assertThat(smtp.journal().messages()).hasSize(3);
    assertThat(smtp.tagged("t3").journal().sessions()).isEmpty();
    ReceivedMessage second = two.journal().messages().get(0);
    assertThat(two.journal().message(second.number())).isPresent();
    assertThat(one.journal().message(second.number())).isEmpty();
    assertThat(one.journal().session(1)).isPresent();
    assertThat(one.evidence().attempts()).hasSize(1);
    assertThat(one.evidence().sessions()).hasSize(1);
  }

  @Test
  void the_sender_can_carry_the_tag() {
    smtp.tagged("t1").replaceRules(at(Stage.MAIL).reply("450"), at(Stage.DATA).reply("451"));
    try (WireClient client = introduced()) {
      assertThat(client.ask("MAIL FROM:<app+t1@example.com>")).startsWith("450");
      assertThat(client.ask("MAIL FROM:<app@example.com>")).startsWith("250");
      assertThat(client.ask("RCPT TO:<bob@example.com>")).startsWith("250");
      assertThat(client.ask("DATA")).startsWith("354");
    }
  }

  @Test
  void each_view_takes_its_own_messages_once() {
    FiveFifty one = smtp.tagged("t1");
    send("bob+t2@example.com", "two");
    send("bob+t1@example.com", "one");
    send("bob+t1@example.com", "another");
    assertThat(one.takeMessage(GUARD).subject()).hasValue("one");
    assertThat(one.takeMessage(GUARD).subject()).hasValue("another");
    assertThatThrownBy(() -> one.takeMessage(Duration.ZERO))
        .hasMessageContaining("bob+t1@example.com")
        .hasMessageNotContaining("bob+t2");
    assertThat(smtp.takeMessage(GUARD).subject()).hasValue("two");
  }

  @Test
  void clearing_a_view_removes_what_it_shows_and_says_so() throws ReflectiveOperationException {
    FiveFifty one = smtp.tagged("t1");
    FiveFifty two = smtp.tagged("t2");
    send("bob+t1@example.com", "one");
    try (WireClient client = introduced()) {
      send(client, "bob+t1@example.com", "again");
      send(client, "bob+t2@example.com", "two");
      client.ask("QUIT");
    }
    awaitEnds(smtp, 2);
    List<Session> shown = one.journal().sessions();
    List<ReceivedMessage> messages = one.journal().messages();
    List<Session> other = two.journal().sessions();
    Removed removed = one.journal().clear();
    new Same().check(removed.sessions(), shown, "shown");
    new Same().check(removed.messages(), messages, "messages");
    assertThat(one.journal().sessions()).isEmpty();
    assertThat(one.journal().messages()).isEmpty();
    assertThat(one.journal().attempts()).isEmpty();
    assertThat(one.journal().exchanges()).isEmpty();
    new Same().check(two.journal().sessions(), other, "other");
    assertThat(smtp.journal().sessions()).extracting(Session::id).containsExactly(2L);
    assertThat(two.journal().clear().messages()).hasSize(1);
    assertThat(smtp.journal().sessions()).isEmpty();
    assertThat(smtp.journal().attempts()).isEmpty();
    assertThat(smtp.journal().exchanges()).isEmpty();
    assertThat(one.journal().clear().sessions()).isEmpty();
  }

  @Test
  void reset_of_a_view_ends_its_stalls_alone() {
    FiveFifty one = smtp.tagged("t1");
    FiveFifty two = smtp.tagged("t2");
    Rule stalled = at(Stage.RCPT).name("stalled").reply("450").delay(Duration.ofDays(1));
    one.add(stalled);
    two.add(stalled);
    try (WireClient first = introduced();
        WireClient second = introduced()) {
      first.accepted("MAIL FROM:<" + FROM + ">").line("RCPT TO:<bob+t1@example.com>");
      second.accepted("MAIL FROM:<" + FROM + ">").line("RCPT TO:<bob+t2@example.com>");
      await().atMost(GUARD).until(() -> one.applications().get("stalled") == 1);
      await().atMost(GUARD).until(() -> two.applications().get("stalled") == 1);
      one.reset();
      assertThat(first.reply()).startsWith("450");
      assertThat(second.nothingCame()).isTrue();
      assertThat(two.rules()).containsKey("stalled");
      two.reset();
      assertThat(second.reply()).startsWith("450");
    }
  }

  @Test
  void near_misses_are_of_rules_that_could_be_asked() {
    smtp.tagged("t2").add(at(Stage.DATA).name("of t2").from("x@*").reply("451"));
    send("bob+t1@example.com", "one");
    send("bob+t2@example.com", "two");
    assertThat(smtp.tagged("t1").journal().exchanges())
        .filteredOn(exchange -> exchange.stage() == Stage.DATA)
        .allSatisfy(exchange -> assertThat(exchange.nearMiss()).isEmpty())
        .hasSize(1);
    assertThat(smtp.tagged("t2").journal().exchanges())
        .filteredOn(exchange -> exchange.stage() == Stage.DATA)
        .allSatisfy(
            exchange -> assertThat(exchange.nearMiss().orElseThrow().rule()).isEqualTo("of t2"))
        .hasSize(1);
  }

  @Test
  void another_tags_thresholds_and_silences_leave_no_trace() {
    FiveFifty one = smtp.tagged("t1");
    one.add(
        at(Stage.CONTENT).size(">5").reply(Reply.of(552)),
        at(Stage.IDLE).silence(Duration.ofSeconds(5)).reply("421"));
    try (WireClient client = introduced()) {
      assertThat(send(client, "bob+t2@example.com", "long enough")).startsWith("250");
      smtp.clock().advance(Duration.ofMinutes(1));
      client.accepted("NOOP");
      assertThat(client.envelope(FROM, "bob+t1@example.com").data("Subject: long\r\n\r\nx"))
          .startsWith("552");
      smtp.clock().advance(Duration.ofSeconds(6));
      assertThat(client.reply()).startsWith("421");
    }
    assertThat(smtp.tagged("t2").journal().exchanges())
        .extracting(Exchange::stage)
        .doesNotContain(Stage.CONTENT, Stage.IDLE);
  }

  @Test
  void closing_a_view_stops_nothing() {
    smtp.tagged("t1").close();
    send("bob+t1@example.com", "still there");
    assertThat(smtp.tagged("t1").takeMessage(GUARD).subject()).hasValue("still there");
  }

  @Test
  void a_session_that_ends_before_any_recipient_belongs_to_what_it_carried() {
    stop();
    start(builder().tags(TagSource.helo()));
    try (WireClient client = WireClient.greeted(there.host(), there.port())) {
      client.accepted("EHLO t1", "QUIT");
    }
    awaitEnds(smtp, 1);
    assertThat(smtp.tagged("t1").journal().attempts())
        .extracting(Attempt::recipient)
        .hasSize(1)
        .allMatch(Optional::isEmpty);
  }

  @Test
  void rules_with_a_tag_among_rules_without() {
    smtp.replaceRules(
        at(Stage.RCPT).name("t").tag("t1").reply("450"),
        at(Stage.RCPT).name("t").tag("t2").reply("451"),
        at(Stage.RCPT).name("t").reply("452"));
    assertThat(smtp.rules().keySet()).containsExactly("t1/t", "t2/t", "t");
    try (WireClient client = introduced()) {
      client.accepted("MAIL FROM:<" + FROM + ">");
      assertThat(client.ask("RCPT TO:<b+t1@example.com>")).startsWith("450");
      client.accepted("RSET", "MAIL FROM:<" + FROM + ">");
      assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("452");
      assertThat(client.ask("RCPT TO:<b+t2@example.com>")).startsWith("451");
    }
    assertThatThrownBy(
            () ->
                smtp.replaceRules(
                    at(Stage.RCPT).name("all").reply("450"),
                    at(Stage.RCPT).name("t").tag("t1").reply("451")))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("can never apply, because 'all' before it always does");
  }

  @Test
  void the_order_of_the_start_comes_back() {
    stop();
    start(
        builder()
            .tags(TagSource.subaddress())
            .rules(
                at(Stage.RCPT).name("a").to("a*").reply("450"),
                at(Stage.RCPT).name("b").tag("t1").to("b*").reply("450"),
                at(Stage.RCPT).name("c").to("c*").reply("450"),
                at(Stage.RCPT).name("d").tag("t1").to("d*").reply("450"),
                at(Stage.RCPT).name("e").tag("t2").to("e*").reply("450")));
    FiveFifty one = smtp.tagged("t1");
    one.replaceRules(once());
    smtp.add(at(Stage.MAIL).name("new").reply("450"));
    one.reset();
    assertThat(smtp.rules().keySet()).containsExactly("new", "a", "t1/b", "c", "t1/d", "t2/e");
    smtp.removeRule("c");
    one.reset();
    assertThat(smtp.rules().keySet()).containsExactly("new", "a", "t1/b", "t1/d", "t2/e");
  }

  @Test
  void reload_of_a_view_takes_its_rules_from_the_files_alone(@TempDir Path dir) throws IOException {
    stop();
    String rules =
        """
        rules:
          - { name: a, at: rcpt, when: { to: "a*" }, reply: 450 }
          - { name: b, at: rcpt, tag: t1, when: { to: "b*" }, reply: 450 }
          - { name: c, at: rcpt, when: { to: "c*" }, reply: 450 }
        """;
    Path file = Files.writeString(dir.resolve("r.yaml"), rules);
    start(builder().tags(TagSource.subaddress()).ruleFiles(file));
    FiveFifty one = smtp.tagged("t1");
    one.add(once());
    Files.writeString(
        file,
        rules.replace("a*", "x*")
            + "  - { name: d, at: rcpt, tag: t1, reply: 451 }\n"
            + "  - { name: e, at: rcpt, tag: t2, reply: 451 }\n");
    assertThat(one.reload()).hasValue(2);
    assertThat(smtp.rules().keySet()).containsExactly("a", "t1/b", "c", "t1/d");
    assertThat(smtp.rules().get("a").toString()).contains("a*");
    assertThat(smtp.reload()).hasValue(5);
    assertThat(smtp.tagged("t2").rules().keySet()).containsExactly("e");
    stop();
    start(builder().tags(TagSource.subaddress()));
    assertThat(smtp.tagged("t1").reload()).isEmpty();
  }

  @Test
  void draws_do_not_depend_on_the_tag() {
    Rule drawn = at(Stage.RCPT).chance(0.5).reply("450");
    List<List<String>> said = new ArrayList<>();
    for (String tag : List.of("t1", "t2")) {
      smtp.tagged(tag).replaceRules(drawn);
      List<String> replies = new ArrayList<>();
      try (WireClient client = introduced()) {
        client.accepted("MAIL FROM:<" + FROM + ">");
        for (int i = 0; i < 40; i++) {
          replies.add(client.ask("RCPT TO:<b+" + tag + "@example.com>").substring(0, 3));
        }
      }
      said.add(replies);
    }
    assertThat(said.get(0)).isEqualTo(said.get(1)).contains("250", "450");
  }

  @Test
  void many_at_once() {
    int tests = 20;
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < tests; i++) {
      String tag = "many-" + i;
      Thread thread =
          new Thread(
              () -> {
                FiveFifty view = smtp.tagged(tag);
                view.add(once());
                for (int n = 0; n < 5; n++) {
                  try (WireClient client = introduced()) {
                    client.accepted("MAIL FROM:<" + FROM + ">");
                    String said = client.ask("RCPT TO:<bob+" + tag + "@example.com>");
                    assertThat(said).startsWith(n == 0 ? "451" : "250");
                  }
                }
                assertThat(view.journal().sessions()).hasSize(5);
                awaitEnds(view, 5);
                view.reset();
                assertThat(view.journal().sessions()).isEmpty();
                assertThat(view.rules()).isEmpty();
              });
      thread.setUncaughtExceptionHandler((which, e) -> failures.add(e));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      try {
        thread.join(GUARD.toMillis());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(failures).isEmpty();
    assertThat(threads).noneMatch(Thread::isAlive);
    assertThat(smtp.rules()).hasSize(3);
  }
}
