package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.rule.NearMiss;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleBook;
import dev.fivefifty.rule.RuleSet;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.TextPattern;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Content that the journal let go is not kept alive by anything in it. */
class ReleaseTest {
  private static final byte[] CONTENT =
      "Subject: hello\r\n\r\nThe body\r\n".getBytes(StandardCharsets.US_ASCII);

  final JournalRecorder journal = new JournalRecorder(100, 1 << 20);
  private final SessionRecorder session = Fixtures.begin(journal);

  private static RuleSet rules() {
    RuleBook book = new RuleBook(1);
    book.add(
        List.of(
            Rule.at(Stage.MESSAGE)
                .name("invoices")
                .subject(TextPattern.contains("invoice"))
                .body(TextPattern.contains("pay"))
                .reply("550 No")));
    return book.current();
  }

  /** Stores a message and records its exchange, and keeps nothing of them. */
  private WeakReference<byte[]> storeAndRecord(int size) {
    byte[] content = Arrays.copyOf(CONTENT, size);
    ReceivedMessage message = Fixtures.message(journal, session, content);
    session.store(message);
    ParsedMessage view = ParsedMessage.of(content, content.length);
    view.body();
    session.add(
        Fixtures.messageExchange(session, view, OptionalLong.of(message.number()), rules()));
    return new WeakReference<>(content);
  }

  private static void assertCollected(WeakReference<?> reference) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              System.gc();
              return reference.get() == null;
            });
  }

  @Test
  void contentIsHeldAsLongAsItsMessage() {
    WeakReference<byte[]> content = storeAndRecord(10_000);
    System.gc();
    assertThat(content.get()).isNotNull();
    assertThat(journal.messages()).hasSize(1);
  }

  @Test
  void contentGoesWithItsMessageThoughTheExchangeStays() throws Exception {
    WeakReference<byte[]> content = storeAndRecord(500_000);
    assertThat(journal.takeMessage(Duration.ZERO)).isPresent();
    WeakReference<byte[]> untaken = storeAndRecord(500_000);
    Fixtures.store(journal, session, 100_000);
    assertThat(journal.messages()).hasSize(2);
    assertCollected(content);
    assertThat(untaken.get()).isNotNull();

    // In the order of arrival the exchange comes after its message, and needs not go yet.
    Exchange exchange = journal.exchanges().get(0);
    assertThat(exchange.message()).hasValue(1);
    NearMiss miss = exchange.nearMiss().orElseThrow();
    assertThat(miss.differences().toString()).contains("was \"hello\"");
  }

  @Test
  void contentThatWasNotStoredIsNotHeldAtAll() {
    WeakReference<byte[]> content = recordRefused();
    assertCollected(content);
    Exchange exchange = journal.exchanges().get(0);
    assertThat(exchange.occasion().message().orElseThrow().subject()).contains("hello");
    assertThat(exchange.nearMiss()).isPresent();
  }

  private WeakReference<byte[]> recordRefused() {
    byte[] content = Arrays.copyOf(CONTENT, 500_000);
    ParsedMessage view = ParsedMessage.of(content, content.length);
    session.add(Fixtures.messageExchange(session, view, OptionalLong.empty(), rules()));
    return new WeakReference<>(content);
  }

  @Test
  void contentIsNotHeldForAnExchangeThatComesAfterItsMessageWent() {
    byte[] content = CONTENT.clone();
    ReceivedMessage message = Fixtures.message(journal, session, content);
    session.store(message);
    journal.clear();
    ParsedMessage view = ParsedMessage.of(content, content.length);
    session.add(
        Fixtures.messageExchange(session, view, OptionalLong.of(message.number()), rules()));
    assertThat(view.body()).isEmpty();
    assertThat(view.subject()).contains("hello");
  }

  @Test
  void aMessageInTheHandsOfATestStaysWhole() throws Exception {
    JournalRecorder small = new JournalRecorder(100, 10_000);
    SessionRecorder sender = Fixtures.begin(small);
    ReceivedMessage message = Fixtures.message(small, sender, CONTENT.clone());
    sender.store(message);
    Fixtures.store(small, sender, 7_500);
    assertThat(small.message(message.number())).isEmpty();
    assertThat(message.body()).isEqualTo("The body");
    assertThat(message.mimeMessage().getContent()).isEqualTo("The body\r\n");
  }

  @Test
  void aNearMissNeverThrows() {
    RuleBook book = new RuleBook(1);
    book.add(
        List.of(
            Rule.at(Stage.MESSAGE)
                .name("mine")
                .when(o -> o.message().orElseThrow().body().charAt(4) == 'b')
                .reply("550 No")));
    ParsedMessage view = ParsedMessage.of(CONTENT.clone(), CONTENT.length);
    Exchange exchange =
        Fixtures.messageExchange(session, view, OptionalLong.empty(), book.current());
    session.add(exchange);
    assertThat(exchange.nearMiss()).isEmpty();
  }

  @Test
  void memoryIsFlatAtTheLimit() {
    JournalRecorder flat = new JournalRecorder(JournalRecorder.DEFAULT_SESSION_LIMIT, 8 << 20);
    WeakReference<?> first = null;
    for (int i = 0; i < 2_000; i++) {
      SessionRecorder sender = Fixtures.begin(flat);
      for (int n = 0; n < 10; n++) {
        byte[] content = Arrays.copyOf(CONTENT, 10_000);
        ReceivedMessage message = Fixtures.message(flat, sender, content);
        sender.store(message);
        sender.add(
            Fixtures.messageExchange(
                sender,
                ParsedMessage.of(content, content.length),
                OptionalLong.of(message.number()),
                Fixtures.NO_RULES));
        first = first == null ? new WeakReference<>(message) : first;
      }
      sender.end(Fixtures.NOW, Session.End.QUIT);
      assertThat(flat.bytes()).isLessThanOrEqualTo(8 << 20);
    }
    assertThat(flat.messages().size()).isBetween(1, 800);
    assertCollected(first);
  }
}
