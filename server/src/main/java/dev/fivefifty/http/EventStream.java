package dev.fivefifty.http;

import dev.fivefifty.file.EvidenceJson;
import dev.fivefifty.file.JsonText;
import dev.fivefifty.journal.Gap;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection by which a server tells what happens. Read by one thread; {@link #close()} may be
 * called by any, and ends its wait.
 */
final class EventStream implements AutoCloseable {
  private static final String PATH = "/api/v1/events?as=evidence";

  /** The server says something three times as often. */
  private static final Duration SILENCE = EventsRoute.QUIET.multipliedBy(3);

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private String lastId;
  private volatile boolean closed;

  /** When the wait began that goes on, or null while nobody waits. */
  private volatile @Nullable Long waitingSince;

  private EventStream(InputStream in, String lastId) {
    this.in = in;
    this.lastId = lastId;
  }

  /**
   * Opens it: what happens after this is told.
   *
   * @param lastId of the last event that was read from an earlier one, or null for none
   */
  static EventStream open(HttpConnection connection, @Nullable String lastId) throws IOException {
    InputStream in =
        lastId == null ? connection.stream(PATH) : connection.stream(PATH, "Last-Event-ID", lastId);
    EventStream stream = new EventStream(in, lastId == null ? "" : lastId);
    stream.watch();
    try {
      // The headers may be there before the server looks at what happens; this is after it did.
      stream.block();
    } catch (IOException e) {
      stream.close();
      throw e;
    }
    return stream;
  }

  /** Of the last event that was read. */
  String lastId() {
    return lastId;
  }

  /** Waits for the next event. */
  Event next() throws IOException {
    while (true) {
      Block block = block();
      Event event = block.event();
      if (event != null) {
        return event;
      }
    }
  }

  /** Some lines up to an empty one. */
  private record Block(String name, byte[] data) {
    @Nullable Event event() {
      try {
        return switch (name) {
          case Happening.Began.NAME -> new Event.Began(EvidenceJson.readSession(data).session());
          case Happening.Exchanged.NAME -> {
            var known = EvidenceJson.readExchange(data);
            yield new Event.Exchanged(known.exchange(), known.message());
          }
          case Happening.Ended.NAME -> new Event.Ended(EvidenceJson.readSession(data).session());
          case EventsRoute.GAP -> new Event.Missed(gap(JsonText.read(data)));
          case EventsRoute.STOP -> new Event.Stopped();
          default -> null;
        };
      } catch (IllegalArgumentException e) {
        return new Event.Missed(
            new Gap(OptionalLong.of(1), "what the server told cannot be understood: " + e));
      }
    }

    private static Gap gap(Map<String, Object> tree) {
      return new Gap(
          tree.get("lost") instanceof Number lost
              ? OptionalLong.of(lost.longValue())
              : OptionalLong.empty(),
          String.valueOf(tree.get("why")));
    }
  }

  private Block block() throws IOException {
    String name = "";
    byte[] data = new byte[0];
    while (true) {
      byte[] line = line();
      if (line.length == 0) {
        return new Block(name, data);
      }
      // All that is short is made to a text; the data may be very long.
      int colon = 0;
      while (colon < line.length && line[colon] != ':') {
        colon++;
      }
      String field = new String(line, 0, colon, StandardCharsets.UTF_8);
      int start = Math.min(line.length, colon + 2);
      if (field.equals("data")) {
        data = Arrays.copyOfRange(line, start, line.length);
      } else if (field.equals("event")) {
        name = new String(line, start, line.length - start, StandardCharsets.UTF_8);
      } else if (field.equals("id")) {
        lastId = new String(line, start, line.length - start, StandardCharsets.UTF_8);
      }
    }
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, position, end - position);
      if (end < limit) {
        position = end + 1;
        return line.toByteArray();
      }
      fill();
    }
  }

  private void fill() throws IOException {
    waitingSince = System.nanoTime();
    try {
      position = 0;
      limit = Math.max(0, in.read(buffer));
      if (limit == 0) {
        throw new EOFException("the server has ended it");
      }
    } finally {
      waitingSince = null;
    }
  }

  /** A connection that is broken without a word, as by a cable, is given up. */
  private void watch() {
    CompletableFuture.delayedExecutor(SILENCE.toSeconds() / 3, TimeUnit.SECONDS)
        .execute(
            () -> {
              Long since = waitingSince;
              if (since != null && System.nanoTime() - since > SILENCE.toNanos()) {
                close();
              } else if (!closed) {
                watch();
              }
            });
  }

  @Override
  public void close() {
    closed = true;
    try {
      in.close();
    } catch (IOException e) {
      // It is given up anyway.
    }
  }
}
