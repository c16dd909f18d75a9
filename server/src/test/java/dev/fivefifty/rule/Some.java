package dev.fivefifty.rule;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Occasions, rule sets and threads for the tests of this package. */
final class Some {
  static final Instant START = Instant.parse("2025-03-01T12:00:00Z");

  private Some() {}

  static Instant second(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  static Occasion rcpt(String recipient) {
    return rcpt(recipient, 0);
  }

  static Occasion rcpt(String recipient, double second) {
    return Occasion.at(Stage.RCPT)
        .recipient(recipient)
        .sender("me@here.example")
        .now(second(second))
        .build();
  }

  static Occasion at(Stage stage) {
    return Occasion.at(stage).now(START).build();
  }

  static RuleSet rules(long seed, Rule... rules) {
    RuleBook book = new RuleBook(seed);
    book.add(List.of(rules));
    return book.current();
  }

  static RuleSet rules(Rule... rules) {
    return rules(1, rules);
  }

  static int code(Decision decision) {
    return decision.outcome().fixedReply().map(Reply::code).orElse(0);
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Message message() {
    return new Message(null, null, Map.of(), "", List.of());
  }

  /** A message that was parsed already. */
  record Message(
      String subjectOrNull,
      String messageIdOrNull,
      Map<String, List<String>> fields,
      String body,
      List<Attachment> attachments)
      implements MessageView {

    Message subject(String subject) {
      return new Message(subject, messageIdOrNull, fields, body, attachments);
    }

    Message messageId(String messageId) {
      return new Message(subjectOrNull, messageId, fields, body, attachments);
    }

    Message fields(Map<String, List<String>> fields) {
      return new Message(subjectOrNull, messageIdOrNull, fields, body, attachments);
    }

    Message body(String body) {
      return new Message(subjectOrNull, messageIdOrNull, fields, body, attachments);
    }

    Message attachments(Attachment... attachments) {
      return new Message(subjectOrNull, messageIdOrNull, fields, body, List.of(attachments));
    }

    @Override
    public Optional<String> subject() {
      return Optional.ofNullable(subjectOrNull);
    }

    @Override
    public Optional<String> messageId() {
      return Optional.ofNullable(messageIdOrNull);
    }

    @Override
    public List<String> header(String name) {
      return fields.getOrDefault(name, List.of());
    }
  }

  /** Runs a task in so many threads that start together, and gives what each returned. */
  static <T> List<T> inThreads(int threads, IntFunction<Callable<T>> task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Callable<T> each = task.apply(i);
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  return each.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
