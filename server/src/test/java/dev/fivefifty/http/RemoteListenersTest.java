package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Gap;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The listeners of a journal that is elsewhere. */
class RemoteListenersTest {
  private static HttpApi api(Control control, int port) {
    return HttpApi.bind(new HttpSettings(InetAddress.getLoopbackAddress(), port, null))
        .start(control);
  }

  private static void happens(BareControl control) {
    control
        .journal
        .begin(InetAddress.getLoopbackAddress(), 1, "smtp", Instant.EPOCH)
        .end(Instant.EPOCH, Session.End.QUIT);
  }

  private static void deliver(FiveFifty smtp, String body) {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.ask("RCPT TO:<x@gone.example>");
      client.envelope("a@example.com", "b@example.com").data("Subject: é\r\n\r\n" + body);
      client.ask("QUIT");
      client.readToEnd();
    }
  }

  @Test
  void hear_all_that_is_recorded_there_whole_and_in_order() throws Exception {
    try (FiveFifty there =
            FiveFifty.builder()
                .http(0)
                .rules(
                    at(RCPT).name("gone").to("*@gone.example").reply("550"),
                    at(RCPT).name("near").to("*@near.example").reply("451"))
                .start();
        FiveFifty smtp = FiveFifty.connect(there.apiUri())) {
      List<Object> heard = new CopyOnWriteArrayList<>();
      List<Object> heardThere = new CopyOnWriteArrayList<>();
      for (List<Object> list : List.of(heard, heardThere)) {
        Journal journal = list == heard ? smtp.journal() : there.journal();
        journal.onSessionBegin(list::add);
        journal.onExchange(list::add);
        journal.onSessionEnd(list::add);
      }
      deliver(smtp, "x".repeat(200_000));
      deliver(smtp, "two");
      await().atMost(ApiClient.GUARD).until(() -> heard.size() >= 2 * 10);
      Same same = new Same();
      same.check(List.copyOf(heard), List.copyOf(heardThere), "heard");
      // All of it was looked at, the message's content too.
      assertThat(same.compared()).isGreaterThan(1_000);
      Exchange stored =
          heard.stream()
              .filter(Exchange.class::isInstance)
              .map(Exchange.class::cast)
              .filter(exchange -> exchange.stage() == Stage.MESSAGE)
              .findFirst()
              .orElseThrow();
      assertThat(stored.occasion().message().orElseThrow().body()).hasSizeGreaterThan(199_000);
    }
  }

  @Test
  void nothing_is_missed_once_the_call_has_returned() {
    BareControl control = new BareControl();
    try (HttpApi api = api(control, 0)) {
      for (int i = 0; i < 20; i++) {
        HttpConnection connection = new HttpConnection(api.uri(), null);
        try (RemoteListeners listeners = new RemoteListeners(connection)) {
          List<Long> ended = new CopyOnWriteArrayList<>();
          listeners.onSessionEnd(session -> ended.add(session.id()));
          happens(control);
          await().atMost(ApiClient.GUARD).until(() -> !ended.isEmpty());
          assertThat(ended).containsExactly(i + 1L);
        } finally {
          connection.close();
        }
      }
    }
  }

  @Test
  void a_listener_that_throws_harms_nobody() {
    BareControl control = new BareControl();
    try (HttpApi api = api(control, 0)) {
      HttpConnection connection = new HttpConnection(api.uri(), null);
      try (RemoteListeners listeners = new RemoteListeners(connection)) {
        List<Long> begun = new CopyOnWriteArrayList<>();
        listeners.onSessionBegin(
            session -> {
              throw new IllegalStateException("a listener of a test");
            });
        listeners.onSessionBegin(session -> begun.add(session.id()));
        happens(control);
        happens(control);
        await().atMost(ApiClient.GUARD).until(() -> begun.size() == 2);
      } finally {
        connection.close();
      }
    }
  }

  /** Holds nobody up, and is told what it missed. */
  @Test
  void a_slow_listener_learns_of_the_gap() throws InterruptedException {
    BareControl control = new BareControl();
    try (HttpApi api = api(control, 0)) {
      HttpConnection connection = new HttpConnection(api.uri(), null);
      try (RemoteListeners listeners = new RemoteListeners(connection)) {
        CountDownLatch goOn = new CountDownLatch(1);
        List<Long> ids = Collections.synchronizedList(new ArrayList<>());
        long sessions = 9_000;
        // Long, so that what waits within the sockets is few.
        String listener = "x".repeat(1_500);
        CountDownLatch last = new CountDownLatch(1);
        List<Gap> gaps = new CopyOnWriteArrayList<>();
        listeners.onGap(gaps::add);
        listeners.onSessionEnd(
            session -> {
              try {
                goOn.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              ids.add(session.id());
              if (session.id() == sessions) {
                last.countDown();
              }
            });
        for (int i = 0; i < sessions; i++) {
          control
              .journal
              .begin(InetAddress.getLoopbackAddress(), 1, listener, Instant.EPOCH)
              .end(Instant.EPOCH, Session.End.QUIT);
        }
        goOn.countDown();
        // Ten thousand events and more: where others have the processors, that takes its time.
        assertThat(last.await(5 * ApiClient.GUARD.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(gaps).isNotEmpty();
        long lost = gaps.stream().mapToLong(each -> each.lost().orElseThrow()).sum();
        // Half of what is lost are begins, give or take one a gap.
        long missing = sessions - ids.size();
        assertThat(lost).isBetween(2 * missing - gaps.size(), 2 * missing + gaps.size());
        assertThat(ids).isSorted().doesNotHaveDuplicates();
      } finally {
        connection.close();
      }
    }
  }

  @Test
  void a_connection_that_broke_goes_on_where_it_was() throws Exception {
    BareControl control = new BareControl();
    try (HttpApi api = api(control, 0);
        Relay relay = new Relay(api.address())) {
      HttpConnection connection = new HttpConnection(relay.uri(), null);
      try (RemoteListeners listeners = new RemoteListeners(connection)) {
        List<Long> ended = new CopyOnWriteArrayList<>();
        List<Gap> gaps = new CopyOnWriteArrayList<>();
        listeners.onGap(gaps::add);
        listeners.onSessionEnd(session -> ended.add(session.id()));
        happens(control);
        await().atMost(ApiClient.GUARD).until(() -> ended.size() == 1);
        relay.breakAll();
        happens(control);
        happens(control);
        await().atMost(ApiClient.GUARD).until(() -> ended.size() >= 3);
        assertThat(ended).containsExactly(1L, 2L, 3L);
        assertThat(gaps).isEmpty();
      } finally {
        connection.close();
      }
    }
  }

  @Test
  void a_server_that_was_started_anew_is_heard_after_a_gap() {
    BareControl first = new BareControl("first");
    HttpApi api = api(first, 0);
    HttpConnection connection = new HttpConnection(api.uri(), null);
    try (RemoteListeners listeners = new RemoteListeners(connection)) {
      List<Object> heard = new CopyOnWriteArrayList<>();
      listeners.onGap(heard::add);
      listeners.onSessionEnd(session -> heard.add(session.id()));
      happens(first);
      await().atMost(ApiClient.GUARD).until(() -> heard.size() == 1);
      int port = api.address().getPort();
      api.close();
      BareControl second = new BareControl("second");
      try (HttpApi anew = api(second, port)) {
        await().atMost(ApiClient.GUARD).until(() -> heard.size() == 2);
        assertThat(heard.get(1))
            .isEqualTo(
                new Gap(
                    OptionalLong.empty(),
                    "this server is not the one whose events were read before"));
        happens(second);
        await().atMost(ApiClient.GUARD).until(() -> heard.size() == 3);
        assertThat(heard.get(2)).isEqualTo(1L);
        assertThat(anew.address().getPort()).isEqualTo(port);
      }
    } finally {
      connection.close();
      api.close();
    }
  }

  @Test
  void nobody_is_told_anything_after_the_end() {
    BareControl control = new BareControl();
    try (HttpApi api = api(control, 0)) {
      HttpConnection connection = new HttpConnection(api.uri(), null);
      RemoteListeners listeners = new RemoteListeners(connection);
      List<Long> ended = new CopyOnWriteArrayList<>();
      AtomicReference<Thread> teller = new AtomicReference<>();
      listeners.onSessionEnd(
          session -> {
            teller.set(Thread.currentThread());
            ended.add(session.id());
          });
      happens(control);
      await().atMost(ApiClient.GUARD).until(() -> ended.size() == 1);
      assertThat(teller.get().isDaemon()).isTrue();
      listeners.close();
      assertThat(teller.get().isAlive()).isFalse();
      happens(control);
      assertThat(ended).containsExactly(1L);
      assertThatThrownBy(() -> listeners.onSessionEnd(session -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is closed");
      connection.close();
    }
  }

  @Test
  void where_nobody_answers_the_call_says_so() {
    BareControl control = new BareControl();
    HttpApi api = api(control, 0);
    URI uri = api.uri();
    api.close();
    HttpConnection connection = new HttpConnection(uri, null);
    try (RemoteListeners listeners = new RemoteListeners(connection)) {
      assertThatThrownBy(() -> listeners.onExchange(exchange -> {}))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("no server can be reached at " + uri);
    } finally {
      connection.close();
    }
  }
}
