package dev.fivefifty.codes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of the jar. A text of lines rather than YAML: a failing assertion explains codes, and
 * should not wait for a parser to be loaded. Immutable and thread-safe.
 */
final class CodeTable {
  private static final String RESOURCE = "codes.txt";
  private static final Pattern NAME = Pattern.compile("= (.+) =");
  private static final Pattern RANGE = Pattern.compile("(\\d\\.\\d+)\\.(\\d+)-(\\d+)");

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private CodeTable() {
    try (InputStream in = CodeTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only one, read when it is first asked for. */
  static CodeTable get() {
    return Holder.TABLE;
  }

  private static final class Holder {
    private static final CodeTable TABLE = new CodeTable();
  }

  private void read(BufferedReader lines) throws IOException {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      Matcher name = NAME.matcher(line);
      int colon = line.indexOf(':');
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      } else if (name.matches()) {
        texts = new LinkedHashMap<>();
        if (entries.put(name.group(1), new Entry(name.group(1), texts)) != null) {
          throw new IllegalStateException(RESOURCE + ":" + number + ": a second " + name.group(1));
        }
      } else if (colon > 0 && !entries.isEmpty()) {
        texts
            .computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      } else {
        throw new IllegalStateException(RESOURCE + ":" + number + ": neither a name nor a text");
      }
    }
  }

  /** All records, in their order. */
  List<Entry> all() {
    return List.copyOf(entries.values());
  }

  Optional<Entry> code(int code) {
    return Optional.ofNullable(entries.get(String.valueOf(code)));
  }

  /** The closest: of this very code, of the code in any class, or of a range that holds it. */
  Optional<Entry> enhanced(String enhanced) {
    Entry exact = entries.get(enhanced);
    if (exact == null) {
      exact = entries.get("X" + enhanced.substring(1));
    }
    return exact != null
        ? Optional.of(exact)
        : entries.values().stream().filter(entry -> holds(entry.name(), enhanced)).findFirst();
  }

  private static boolean holds(String name, String enhanced) {
    Matcher range = RANGE.matcher(name);
    int dot = enhanced.lastIndexOf('.');
    int detail = Integer.parseInt(enhanced.substring(dot + 1));
    return range.matches()
        && range.group(1).equals(enhanced.substring(0, dot))
        && Integer.parseInt(range.group(2)) <= detail
        && detail <= Integer.parseInt(range.group(3));
  }

  Optional<Entry> pair(int code, String enhanced) {
    return Optional.ofNullable(entries.get(code + " " + enhanced));
  }
}
