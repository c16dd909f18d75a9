package dev.fivefifty.http;

import dev.fivefifty.file.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered.
 *
 * @param status 200 to 599
 * @param type the media type
 * @param body all of it; empty beside a stream
 * @param headers others, by name
 * @param stream writes the body bit by bit, or null
 */
record Answer(
    int status, String type, byte[] body, Map<String, String> headers, @Nullable Stream stream) {
  static final String JSON = "application/json";
  static final String PROBLEM = "application/problem+json";
  static final String TEXT = "text/plain; charset=utf-8";

  /** A body that is written as it comes. */
  interface Stream {
    /** Writes until there is no more, or the client is gone. */
    void write(Sink out) throws IOException, InterruptedException;
  }

  /** Where a stream writes; each piece goes out at once, and may take a client only so long. */
  interface Sink {
    void write(String piece) throws IOException;
  }

  static Answer ok(Map<String, ?> tree) {
    return of(200, JSON, tree);
  }

  static Answer of(int status, String type, Map<String, ?> tree) {
    return of(status, type, JsonText.of(tree));
  }

  static Answer of(int status, String type, String text) {
    return of(status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer of(int status, String type, byte[] body) {
    return new Answer(status, type, body, Map.of(), null);
  }

  static Answer streaming(String type, Stream stream) {
    return new Answer(200, type, new byte[0], Map.of(), stream);
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, body, Map.copyOf(more), stream);
  }
}
