package dev.fivefifty.journal;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The names inside zip archives, and one level deep inside archives in these. One object serves one
 * message, so that its bounds hold for all attachments together. Not thread-safe.
 */
final class ArchiveNames {
  static final int MOST_NAMES = 1_000;
  static final long MOST_INFLATED = 64L << 20;

  private int namesLeft = MOST_NAMES;
  private long inflatedLeft = MOST_INFLATED;

  /** The names, as far as they can be read; none if it is no zip archive. */
  List<String> in(InputStream attachment) {
    List<String> names = new ArrayList<>();
    read(attachment, names, 0);
    return names;
  }

  private void read(InputStream attachment, List<String> names, int depth) {
    InputStream in = new BufferedInputStream(attachment);
    try {
      if (inflatedLeft <= 0 || !isZip(in)) {
        return;
      }
      // Names without the mark for UTF-8 are in any charset; ISO-8859-1 keeps their bytes.
      ZipInputStream zip = new ZipInputStream(in, StandardCharsets.ISO_8859_1);
      ZipEntry entry = zip.getNextEntry();
      while (entry != null && namesLeft > 0) {
        namesLeft--;
        names.add(name(entry));
        InputStream inflated = new Counted(zip);
        if (depth == 0) {
          read(inflated, names, 1);
        }
        inflated.skip(Long.MAX_VALUE);
        // Otherwise it would go on inflating the rest of this one.
        entry = inflatedLeft > 0 ? zip.getNextEntry() : null;
      }
    } catch (IOException | RuntimeException e) {
      // Garbage, encrypted or cut off: the names so far are what can be had.
    }
  }

  private static boolean isZip(InputStream in) throws IOException {
    in.mark(4);
    byte[] magic = in.readNBytes(4);
    in.reset();
    return magic.length == 4
        && magic[0] == 'P'
        && magic[1] == 'K'
        && magic[2] == 3
        && magic[3] == 4;
  }

  private static String name(ZipEntry entry) {
    String name = entry.getName();
    boolean isBytes = name.chars().allMatch(c -> c <= 0xFF);
    return isBytes ? Texts.decode(name.getBytes(StandardCharsets.ISO_8859_1)) : name;
  }

  /** Ends when as much was inflated as a message may cost. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (inflatedLeft <= 0) {
        return -1;
      }
      int read = super.read(buffer, offset, (int) Math.min(length, inflatedLeft));
      inflatedLeft -= Math.max(read, 0);
      return read;
    }

    /** Inflates to the end of the entry, which the next one needs. */
    @Override
    public long skip(long most) throws IOException {
      byte[] buffer = new byte[8192];
      long skipped = 0;
      for (int read = read(buffer, 0, 8192); read >= 0; read = read(buffer, 0, 8192)) {
        skipped += read;
      }
      return skipped;
    }
  }
}
