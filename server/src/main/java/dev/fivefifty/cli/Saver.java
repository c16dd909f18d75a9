package dev.fivefifty.cli;

import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.ReceivedMessage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens into a directory, on a thread of its own: sessions do not wait for a disk.
 * What it cannot take in time is dropped, and said.
 */
final class Saver {
  static final String JOURNAL = "journal.jsonl";

  private static final int CAPACITY = 100_000;

  private final Path dir;
  private final BufferedWriter journal;
  private final Consumer<String> complain;
  private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread = new Thread(this::run, "fivefifty-save");
  private volatile boolean closing;
  private @Nullable IOException failure;

  /** Something to be written. */
  private interface Task {
    void write() throws IOException;
  }

  /**
   * Makes the directory.
   *
   * @throws UncheckedIOException if that fails, or what an earlier run has saved is there
   */
  Saver(Path dir, Consumer<String> complain) {
    this.dir = dir;
    this.complain = complain;
    try {
      Files.createDirectories(dir);
      try (Stream<Path> there = Files.list(dir)) {
        if (there.anyMatch(Saver::isOurs)) {
          throw new IOException(
              "it holds what an earlier run has saved (expected a new directory)");
        }
      }
      journal = Files.newBufferedWriter(dir.resolve(JOURNAL));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save into " + dir + ": " + e.getMessage(), e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  private static boolean isOurs(Path path) {
    String name = path.getFileName().toString();
    return name.equals(JOURNAL) || name.matches("message-\\d+\\.eml");
  }

  /** Saves from now on. */
  void listen(Journal from) {
    from.onSessionBegin(session -> offer(() -> line(JournalLines.began(session))));
    from.onExchange(
        exchange -> {
          if (exchange.message().isPresent()) {
            // Held here, so that the limits of the journal do not take it away first.
            from.message(exchange.message().getAsLong())
                .ifPresent(message -> offer(() -> save(message)));
          }
          offer(() -> line(JournalLines.exchange(exchange)));
        });
    from.onSessionEnd(session -> offer(() -> line(JournalLines.ended(session))));
  }

  private void offer(Task task) {
    if (!queue.offer(task)) {
      dropped.incrementAndGet();
    }
  }

  private void line(String line) throws IOException {
    journal.write(line);
    journal.write('\n');
  }

  private void save(ReceivedMessage message) throws IOException {
    String name = String.format(Locale.ROOT, "message-%d.eml", message.number());
    // Under its own name only when it is whole: who waits for it may read it at once.
    Path part = dir.resolve(name + ".part");
    try (OutputStream out = Files.newOutputStream(part)) {
      message.openStream().transferTo(out);
    }
    Files.move(part, dir.resolve(name));
  }

  private void run() {
    try {
      while (true) {
        Task task = queue.poll(50, TimeUnit.MILLISECONDS);
        if (task != null) {
          task.write();
        } else {
          journal.flush();
          if (closing) {
            journal.close();
            return;
          }
        }
      }
    } catch (IOException e) {
      failure = e;
      complain.accept("fivefifty: cannot save into " + dir + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves nothing behind where there was nothing to save. */
  void giveUp() {
    close(Duration.ofSeconds(1));
    try {
      Files.delete(dir.resolve(JOURNAL));
      Files.delete(dir);
    } catch (IOException e) {
      // The directory was there before, and holds something else.
    }
  }

  /**
   * Writes what waits.
   *
   * @throws UncheckedIOException if not all of it could be saved
   */
  void close(Duration atMost) {
    closing = true;
    try {
      thread.join(Math.max(1, atMost.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw lost("writing takes too long; " + queue.size() + " events were left");
    }
    if (failure != null) {
      throw lost(failure.getMessage());
    }
    if (dropped.get() > 0) {
      throw lost("writing was too slow; " + dropped + " events were dropped");
    }
  }

  private UncheckedIOException lost(@Nullable String why) {
    String text = "not all is saved in " + dir + ": " + why;
    return new UncheckedIOException(text, new IOException(text));
  }
}
