package dev.fivefifty.http;

import static dev.fivefifty.rule.Close.FIN;
import static dev.fivefifty.rule.Close.HALF;
import static dev.fivefifty.rule.Close.NONE;
import static dev.fivefifty.rule.Close.RESET;
import static dev.fivefifty.rule.MessageFate.DISCARD;
import static dev.fivefifty.rule.MessageFate.KEEP;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.BDAT;
import static dev.fivefifty.rule.Stage.CHALLENGE;
import static dev.fivefifty.rule.Stage.CONNECT;
import static dev.fivefifty.rule.Stage.CONTENT;
import static dev.fivefifty.rule.Stage.HANDSHAKE;
import static dev.fivefifty.rule.Stage.HELP;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.NOOP;
import static dev.fivefifty.rule.Stage.QUIT;
import static dev.fivefifty.rule.Stage.RCPT;
import static dev.fivefifty.rule.Stage.UNKNOWN;
import static dev.fivefifty.rule.Stage.VRFY;
import static dev.fivefifty.rule.Turn.pass;
import static dev.fivefifty.rule.Turn.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.expect.Expectation;
import dev.fivefifty.expect.Expectations;
import dev.fivefifty.expect.Explanation;
import dev.fivefifty.expect.ReplyPattern;
import dev.fivefifty.expect.Times;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.Per;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import dev.fivefifty.wire.WireClient;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceApiTest {
  private static final Duration GUARD = Duration.ofSeconds(30);

  private static final Rule[] RULES = {
    at(RCPT).name("unknown mailbox").to("*@gone.example").reply("550 5.1.1 <${to}>: Not found"),
    at(RCPT).name("greylisting").per(Per.TO).to("busy@*").times(2).reply("450 4.7.1 Greylisted"),
    at(RCPT)
        .name("sequence")
        .to("often@*")
        .sequence(turn().reply("452 4.2.2 Full").times(2), pass(), turn().reply("551").close(FIN)),
    at(MAIL).name("unlucky").chance(0.05).reply("451 4.3.0 By chance", "and again"),
    at(CONNECT).name("shut").chance(0.04).reply("421 4.3.2 Shutting down"),
    at(MESSAGE).name("lost").subject("Invoice*").chance(0.3).message(KEEP).close(RESET),
    at(MESSAGE).name("thrown away").chance(0.2).reply("250 2.0.0 OK").message(DISCARD),
    at(MESSAGE).name("by its text").body("*nowhere*").reply("554 5.6.0 No"),
    at(CONTENT).name("too long").size(">30KB").reply("552 5.3.4 Too big").message(KEEP),
    at(BDAT).name("chunk").chance(0.2).reply("451 4.3.0 Chunk"),
    at(HANDSHAKE).name("garbage").chance(0.2).handshake(HandshakeFault.GARBAGE),
    at(CHALLENGE).name("no challenge").chance(0.2).reply("454 4.7.0 Later"),
    at(NOOP).name("raw").raw("\u00ff\u0000 not SMTP\r\n250 OK\r\n"),
    at(VRFY).name("half").chance(0.5).reply("252 2.1.5 Try").close(HALF),
    at(HELP).name("cut").reply("214 2.0.0 Help yourself").cut(7).close(FIN),
    at(QUIT).name("late").delay(Duration.ofMillis(1)).reply("221 2.0.0 Bye"),
    at(UNKNOWN).name("goodbye").times(3).reply("421 4.7.0 Strange").close(NONE)
  };

  private static final List<String> RECIPIENTS =
      List.of("bob@example.com", "nobody@gone.example", "busy@example.com", "often@example.com");

  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.of(
          Times.class,
          Times.times(1_000),
          ReplyPattern.class,
          ReplyPattern.parse("550 5.1.1"),
          Attempt.Result.class,
          Attempt.Result.LOST,
          Session.End.class,
          Session.End.FAILED,
          Duration.class,
          Duration.ofHours(1),
          int.class,
          3,
          String.class,
          "ann@example.com",
          String[].class,
          new String[] {"EHLO", "DATA"});

  private static FiveFifty.Builder server() {
    return FiveFifty.builder().http(0).seed(42).starttls(StartTls.OFFERED).user("alice", "secret");
  }

  private static void awaitEnd(FiveFifty smtp) {
    await()
        .atMost(GUARD)
        .until(() -> smtp.journal().sessions().stream().noneMatch(Session::isOpen));
  }

  /** Every question that there is, of what may have happened. */
  private static List<Expectation> questions() throws ReflectiveOperationException {
    List<Object> about = new ArrayList<>();
    RECIPIENTS.forEach(to -> about.add(Expectations.recipient(to)));
    about.add(Expectations.unknownRecipient());
    about.add(Expectations.anyRecipient());
    about.add(Expectations.recipients(RECIPIENTS));
    about.add(Expectations.messages(MessageFilter.ANY.subject("Invoice*")));
    about.add(Expectations.sessions());
    about.add(Expectations.sessions().number(1));
    about.add(Expectations.sessions().last());
    for (Rule rule : RULES) {
      about.add(Expectations.rule(rule.name().orElseThrow()));
    }
    List<Expectation> all = new ArrayList<>();
    all.add(Expectations.oneCopyOf("<1@example.com>"));
    for (Object each : about) {
      for (Method method : each.getClass().getMethods()) {
        if (method.getReturnType() == Expectation.class) {
          Object[] arguments = new Object[method.getParameterCount()];
          for (int i = 0; i < arguments.length; i++) {
            arguments[i] = ARGUMENTS.get(method.getParameterTypes()[i]);
          }
          all.add((Expectation) method.invoke(each, arguments));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void what_is_read_back_is_what_there_was(long seed) throws Exception {
    try (FiveFifty smtp = server().rules(RULES).start();
        FiveFifty remote = FiveFifty.connect(smtp.apiUri())) {
      new RandomSessions(smtp, seed).run(80);
      awaitEnd(smtp);

      assertThat(questions()).hasSizeGreaterThan(100);
      Same same = new Same();
      Evidence here = smtp.evidence();
      Evidence there = remote.evidence();
      same.check(there, here, "evidence");
      same.check(remote.journal().exchanges(), smtp.journal().exchanges(), "exchanges");
      for (Expectation question : questions()) {
        assertThat(Explanation.of(question, question.judge(there), there))
            .hasToString(Explanation.of(question, question.judge(here), here).toString());
      }
      // Or nothing was looked at.
      assertThat(same.compared()).isGreaterThan(20_000);
      assertThat(here.sessions()).hasSize(80);
      Set<Stage> stages =
          here.sessions().stream()
              .flatMap(session -> session.exchanges().stream())
              .map(Exchange::stage)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Stage.class)));
      assertThat(EnumSet.complementOf(EnumSet.copyOf(stages))).containsOnly(Stage.IDLE);
    }
  }

  @Test
  void what_went_by_the_limits_is_told() throws Exception {
    try (FiveFifty smtp = server().rules(RULES).journalBytes(150_000).journalLimit(20).start();
        FiveFifty remote = FiveFifty.connect(smtp.apiUri())) {
      new RandomSessions(smtp, 4).run(60);
      awaitEnd(smtp);
      assertThat(smtp.journal().discarded().sessions()).isPositive();
      assertThat(smtp.journal().discarded().exchanges()).isPositive();
      new Same().check(remote.evidence(), smtp.evidence(), "evidence");
    }
  }

  @Test
  void a_rule_in_Java_stays_there_but_for_what_it_came_to() throws Exception {
    try (FiveFifty smtp =
            server()
                .rules(
                    at(RCPT).name("long").when(o -> o.recipient().length() > 20).reply("550 Long"),
                    at(MAIL)
                        .name("throws")
                        .when(
                            o -> {
                              throw new IllegalStateException();
                            })
                        .reply("550"))
                .start();
        FiveFifty remote = FiveFifty.connect(smtp.apiUri())) {
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        client.ask("MAIL FROM:<a@example.com>");
        client.ask("RCPT TO:<much-too-long-a-name@example.com>");
        client.ask("RCPT TO:<bob@example.com>");
      }
      awaitEnd(smtp);
      List<Exchange> exchanges = remote.journal().exchanges();
      assertThat(exchanges).hasToString(smtp.journal().exchanges().toString());
      assertThat(exchanges.get(2).rule()).contains("throws");
      assertThat(exchanges.get(3).rule()).contains("long");
      assertThat(exchanges.get(3).decision().rule()).isNull();
      assertThat(exchanges.get(4).nearMiss())
          .isEqualTo(smtp.journal().exchanges().get(4).nearMiss())
          .isPresent();
      assertThat(remote.journal().sessions().get(0).transcript())
          .isEqualTo(smtp.journal().sessions().get(0).transcript());
    }
  }

  @Test
  void what_has_not_changed_is_not_sent_again() {
    try (FiveFifty smtp = server().start()) {
      ApiClient api = new ApiClient(smtp.apiUri());
      String path = "/api/v1/evidence";
      ApiClient.Got first = api.get(path);
      assertThat(first.header("ETag")).matches("\"[^\"]+\"");
      ApiClient.Got again = api.get(path, "If-None-Match", first.header("ETag"));
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.bytes()).isEmpty();

      // A rule, a count, and what is said: each is a change.
      String tag = first.header("ETag");
      List<Runnable> changes =
          List.of(
              () -> smtp.add(at(RCPT).name("no").reply("550")),
              () -> WireClient.greeted(smtp.host(), smtp.port()).close(),
              () -> smtp.removeRule("no"),
              () -> smtp.clock().advance(Duration.ZERO),
              () -> smtp.journal().clear());
      for (int i = 0; i < changes.size(); i++) {
        changes.get(i).run();
        awaitEnd(smtp);
        ApiClient.Got changed = api.get(path, "If-None-Match", tag);
        assertThat(changed.status()).as("change %d", i).isEqualTo(i == 3 ? 304 : 200);
        tag = changed.header("ETag");
      }
    }
  }

  @Test
  void contents_that_a_client_has_are_left_out() {
    try (FiveFifty smtp = server().start()) {
      for (int i = 1; i <= 4; i++) {
        try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
          client.envelope("a@example.com", "b@example.com").data("Subject: " + i + "\r\n\r\ntext");
        }
      }
      ApiClient api = new ApiClient(smtp.apiUri());
      String of = api.get("/api/v1/evidence").header("ETag").replaceAll("\"|\\..*", "");
      assertThat(withContent(api, "?of=" + of + "&have=1-2,4")).containsExactly(3L);
      assertThat(withContent(api, "?of=" + of + "&have=")).containsExactly(1L, 2L, 3L, 4L);
      // Of another server, which gave the same numbers.
      assertThat(withContent(api, "?of=x" + of + "&have=1-4")).containsExactly(1L, 2L, 3L, 4L);
      assertThat(api.get("/api/v1/evidence?have=1-x").status()).isEqualTo(400);
    }
  }

  private static List<Long> withContent(ApiClient api, String query) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode message : api.get("/api/v1/evidence" + query).json().get("messages")) {
      if (message.has("content")) {
        numbers.add(message.get("number").longValue());
      }
    }
    return numbers;
  }
}
