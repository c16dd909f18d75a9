package com.example.newsletter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whom not to write to, and why. It is kept in a file to which lines are only ever added, so that
 * it outlives the application. Thread-safe.
 */
@Component
public class SuppressionList {
  private static final int STRIKES = 3;
  private static final Duration STRIKES_COUNT_FOR = Duration.ofDays(90);

  /** Why an address is here. */
  public enum Reason {
    /** There is no such mailbox: a server said so when a letter was handed to it. */
    REFUSED,
    /** There is no such mailbox: a server said so later, in a bounce. */
    BOUNCED,
    /** The subscriber called our mail spam. */
    COMPLAINED,
    /** Something passing, such as a full mailbox, three times within 90 days. */
    UNREACHABLE,
    /** Such a failure, of which one alone suppresses nobody. */
    STRIKE
  }

  /**
   * Something that happened to an address.
   *
   * @param at when
   * @param reason what
   * @param address to which
   * @param words how it was said, on one line
   */
  public record Entry(Instant at, Reason reason, String address, String words) {
    private static Entry read(String line) {
      String[] fields = line.split("\t", 4);
      return new Entry(Instant.parse(fields[0]), Reason.valueOf(fields[1]), fields[2], fields[3]);
    }

    private String written() {
      return String.join("\t", at.toString(), reason.name(), address, words);
    }
  }

  private final Path file;
  private final Clock clock;
  private final Map<String, Entry> suppressed = new HashMap<>();
  private final Map<String, List<Entry>> strikes = new HashMap<>();

  SuppressionList(Settings settings, Clock clock) {
    this.file = settings.suppressions();
    this.clock = clock;
    if (Files.exists(file)) {
      try {
        Files.readAllLines(file).stream().map(Entry::read).forEach(this::learn);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Why an address gets no mail.
   *
   * @param address the address, in whatever case
   * @return the reason, or nothing if it may get some
   */
  public synchronized Optional<Entry> find(String address) {
    return Optional.ofNullable(suppressed.get(key(address)));
  }

  /** Suppresses an address, unless it is suppressed already. */
  synchronized void suppress(String address, Reason reason, String words) {
    if (find(address).isEmpty()) {
      add(reason, address, words);
    }
  }

  /** Notes a passing failure. */
  synchronized void strike(String address, String words) {
    add(Reason.STRIKE, address, words);
    Instant from = clock.instant().minus(STRIKES_COUNT_FOR);
    long recent =
        strikes.get(key(address)).stream().filter(each -> each.at().isAfter(from)).count();
    if (recent >= STRIKES) {
      suppress(address, Reason.UNREACHABLE, words);
    }
  }

  private void add(Reason reason, String address, String words) {
    String line = words.strip().replaceAll("\\s+", " ");
    Entry entry = new Entry(clock.instant(), reason, key(address), line);
    try {
      Files.write(
          file, List.of(entry.written()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    learn(entry);
  }

  private void learn(Entry entry) {
    if (entry.reason() == Reason.STRIKE) {
      strikes.computeIfAbsent(entry.address(), address -> new ArrayList<>()).add(entry);
    } else {
      suppressed.put(entry.address(), entry);
    }
  }

  /** A local part may differ by case alone in theory (RFC 5321 §2.4), and in theory only. */
  private static String key(String address) {
    return address.toLowerCase(Locale.ROOT);
  }
}
