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
import java.util.ArrayList;
import java.util.List;
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
 * What cannot be written, or not in time, is counted and said; the rest is saved all the same.
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

  // Of the thread, until it has ended.
  private @Nullable IOException failure;
  private boolean journalFailed;
  private long unsavedMessages;
  private long unsavedEvents;
  private long unflushed;

  /** Something to be written. */
  private interface Task {
    void write();
  }

  /** Opens the journal. */
  interface Opener {
    BufferedWriter open(Path file) throws IOException;
  }

  /**
   * Makes the directory.
   *
   * @throws UncheckedIOException if that fails, or what an earlier run has saved is there
   */
  Saver(Path dir, Consumer<String> complain) {
    this(dir, complain, Files::newBufferedWriter);
  }

  /** The same with another way to open the journal, such as on a disk that is full. */
  Saver(Path dir, Consumer<String> complain, Opener opener) {
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
      journal = opener.open(dir.resolve(JOURNAL));
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

  private void line(String line) {
    unflushed++;
    try {
      if (!journalFailed) {
        journal.write(line);
        journal.write('\n');
      }
    } catch (IOException e) {
      journalFailed = true;
      failed(e);
    }
  }

  private void flush() {
    if (journalFailed) {
      // Half a line may stand at its end: more behind that could not be read.
      unsavedEvents += unflushed;
      unflushed = 0;
      return;
    }
    try {
      journal.flush();
      unflushed = 0;
    } catch (IOException e) {
      journalFailed = true;
      failed(e);
      flush();
    }
  }

  private void save(ReceivedMessage message) {
    String name = String.format(Locale.ROOT, "message-%d.eml", message.number());
    // Under its own name only when it is whole: who waits for it may read it at once.
    Path part = dir.resolve(name + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        message.openStream().transferTo(out);
      }
      Files.move(part, dir.resolve(name));
    } catch (IOException e) {
      unsavedMessages++;
      failed(e);
      try {
        Files.deleteIfExists(part);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
    }
  }

  /** Said once: a disk that is full stays so, and each message would say it again. */
  private void failed(IOException e) {
    if (failure == null) {
      failure = e;
      complain.accept(
          "fivefifty: cannot save into "
              + dir
              + ": "
              + why(e)
              + " (the server goes on; at its end it says what is missing)");
    }
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private void run() {
    try {
      while (true) {
        Task task = queue.poll(50, TimeUnit.MILLISECONDS);
        if (task != null) {
          task.write();
        } else {
          flush();
          if (closing) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      try {
        journal.close();
      } catch (IOException e) {
        // What it still held was counted when it could not be flushed.
      }
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
      throw lost(missing() + " (" + why(failure) + ")");
    }
    if (dropped.get() > 0) {
      throw lost("writing was too slow; " + dropped + " events were dropped");
    }
  }

  private String missing() {
    List<String> missing = new ArrayList<>();
    if (unsavedMessages > 0) {
      missing.add(unsavedMessages + (unsavedMessages == 1 ? " message" : " messages"));
    }
    if (unsavedEvents > 0) {
      missing.add(
          "up to " + unsavedEvents + (unsavedEvents == 1 ? " event" : " events") + " at the end");
    }
    if (dropped.get() > 0) {
      missing.add(dropped + (dropped.get() == 1 ? " event" : " events") + " for want of time");
    }
    return String.join(" and ", missing) + " could not be written";
  }

  private UncheckedIOException lost(@Nullable String why) {
    String text = "not all is saved in " + dir + ": " + why;
    return new UncheckedIOException(text, new IOException(text));
  }
}
