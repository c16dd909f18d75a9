package dev.fivefifty.junit;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What listeners of the journal are told, wherever the server is. */
class JournalListenersTest extends EitherWay {
  private static final Duration GUARD = Duration.ofSeconds(30);

  @Test
  void are_told_each_session_and_exchange_in_order() {
    FiveFifty smtp =
        start(FiveFifty.builder().rules(at(RCPT).name("gone").to("*@gone.example").reply("550")));
    List<String> heard = new CopyOnWriteArrayList<>();
    List<Object> gaps = new CopyOnWriteArrayList<>();
    smtp.journal().onGap(gaps::add);
    smtp.journal().onSessionBegin(session -> heard.add("begin " + session.id()));
    smtp.journal().onExchange(exchange -> heard.add(text(exchange)));
    smtp.journal().onSessionEnd(session -> heard.add("end " + text(session)));
    SocketClient.send(smtp, "<1@x>", "x@gone.example", "b@example.com");
    await().atMost(GUARD).until(() -> heard.stream().anyMatch(each -> each.startsWith("end")));
    assertThat(heard)
        .containsExactly(
            "begin 1",
            "connect -",
            "ehlo -",
            "mail -",
            "rcpt gone",
            "rcpt -",
            "data -",
            "message - Invoice 42",
            "quit -",
            "end 1 QUIT after 8, attempts 2");
    assertThat(gaps).isEmpty();
  }

  private static String text(Exchange exchange) {
    return exchange.stage().keyword()
        + " "
        + exchange.rule().orElse("-")
        + exchange
            .occasion()
            .message()
            .map(message -> " " + message.subject().orElse("?"))
            .orElse("");
  }

  private static String text(Session session) {
    return session.id()
        + " "
        + session.end().orElseThrow()
        + " after "
        + session.exchanges().size()
        + ", attempts "
        + session.attempts().size();
  }

  @Test
  void one_that_fails_harms_neither_the_others_nor_the_server() {
    FiveFifty smtp = start(FiveFifty.builder());
    List<Long> heard = new CopyOnWriteArrayList<>();
    smtp.journal()
        .onSessionEnd(
            session -> {
              throw new IllegalStateException("a listener of a test");
            });
    smtp.journal().onSessionEnd(session -> heard.add(session.id()));
    SocketClient.send(smtp, "<1@x>", "b@example.com");
    SocketClient.send(smtp, "<2@x>", "b@example.com");
    await().atMost(GUARD).until(() -> heard.size() == 2);
    assertThat(smtp.journal().messages()).hasSize(2);
  }

  @Test
  void one_may_ask_the_journal() {
    FiveFifty smtp = start(FiveFifty.builder());
    List<Integer> held = new CopyOnWriteArrayList<>();
    smtp.journal().onSessionEnd(session -> held.add(smtp.journal().messages().size()));
    SocketClient.send(smtp, "<1@x>", "b@example.com");
    await().atMost(GUARD).until(() -> !held.isEmpty());
    assertThat(held).containsExactly(1);
  }
}
