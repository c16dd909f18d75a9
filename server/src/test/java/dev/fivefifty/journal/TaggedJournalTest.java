package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.TagSource;
import dev.fivefifty.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a view of a tag tells to listeners, and how it goes with the journal's limits. */
class TaggedJournalTest {
  private static final Duration GUARD = Duration.ofSeconds(30);

  @Test
  void listeners_get_what_the_view_shows_in_its_order() {
    try (FiveFifty smtp = FiveFifty.builder().tags(TagSource.subaddress()).start()) {
      Journal view = smtp.tagged("t2").journal();
      List<Exchange> heard = new CopyOnWriteArrayList<>();
      List<Long> begun = new CopyOnWriteArrayList<>();
      List<Session> ended = new CopyOnWriteArrayList<>();
      view.onSessionBegin(session -> begun.add(session.id()));
      view.onExchange(heard::add);
      view.onSessionEnd(ended::add);
      try (WireClient other = WireClient.introduced(smtp.host(), smtp.port())) {
        other.envelope("a@example.com", "b+t1@example.com").accepted("QUIT");
      }
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        for (String to : List.of("b", "b+t1", "b+t2", "b", "b+t2")) {
          client.envelope("a@example.com", to + "@example.com").data("Hi");
        }
        client.accepted("QUIT");
      }
      await().atMost(GUARD).until(() -> ended.size() == 1);
      assertThat(begun).containsExactly(2L);
      assertThat(heard).isEqualTo(view.exchanges());
      assertThat(ended.get(0).exchanges()).isEqualTo(heard);
      assertThat(heard)
          .extracting(Exchange::stage)
          .containsExactly(
              Stage.CONNECT,
              Stage.EHLO,
              Stage.MAIL,
              Stage.RCPT,
              Stage.DATA,
              Stage.MESSAGE,
              Stage.MAIL,
              Stage.RCPT,
              Stage.DATA,
              Stage.MESSAGE,
              Stage.QUIT);
    }
  }

  @Test
  void what_is_removed_is_counted_no_more() {
    try (FiveFifty smtp = FiveFifty.builder().tags(TagSource.helo()).start()) {
      JournalRecorder journal = (JournalRecorder) smtp.journal();
      for (String name : List.of("t1", "t2", "t1")) {
        try (WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
          client.accepted("EHLO " + name);
          client.envelope("a@example.com", "b@example.com").data("Hi");
          client.accepted("QUIT");
        }
      }
      await().atMost(GUARD).until(() -> journal.sessions().stream().noneMatch(Session::isOpen));
      smtp.tagged("t1").journal().clear();
      smtp.tagged("t2").journal().clear();
      assertThat(journal.bytes()).isZero();
      assertThat(journal.discarded().isNothing()).isTrue();
    }
  }

  @Test
  void an_open_session_goes_on_and_shows_nothing_of_before() {
    try (FiveFifty smtp = FiveFifty.builder().tags(TagSource.helo()).start();
        WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
      Journal view = smtp.tagged("t1").journal();
      client.accepted("EHLO t1");
      Removed removed = view.clear();
      assertThat(removed.sessions().get(0).exchanges()).hasSize(2);
      assertThat(view.sessions()).isEmpty();
      assertThat(smtp.journal().sessions()).hasSize(1);
      client.accepted("NOOP");
      assertThat(view.sessions().get(0).commands()).containsExactly("NOOP");
    }
  }
}
