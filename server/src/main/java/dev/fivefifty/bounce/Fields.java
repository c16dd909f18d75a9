package dev.fivefifty.bounce;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header fields of an original, unfolded and not decoded. */
record Fields(List<String> lines) {
  private static final Pattern FOLD = Pattern.compile("\r\n([ \t])");

  static Fields of(byte[] canonical) {
    String content = new String(canonical, StandardCharsets.UTF_8);
    int end = content.indexOf("\r\n\r\n");
    String head = end < 0 ? content : content.substring(0, end);
    return new Fields(FOLD.matcher(head).replaceAll("$1").lines().toList());
  }

  @Nullable String first(String name) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name)) {
        String value = line.substring(colon + 1).strip();
        return value.isEmpty() ? null : value;
      }
    }
    return null;
  }
}
