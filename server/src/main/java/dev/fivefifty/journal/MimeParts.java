package dev.fivefifty.journal;

import dev.fivefifty.rule.Attachment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text and the attachments of a message.
 *
 * <p>The parts are found here, as ranges of the content: {@code MimeMultipart} knows no bound (a
 * few MiB of boundaries make millions of parts) and is lenient by system properties alone.
 *
 * @param body the text parts that are no attachments, joined by line feeds
 * @param attachments the attachments in order
 */
record MimeParts(String body, List<Attachment> attachments) {
  static final MimeParts NONE = new MimeParts("", List.of());

  static final int LONGEST_TEXT = 16 << 20;
  static final int MOST_PARTS = 1_000;
  static final int DEEPEST = 20;

  static MimeParts parse(byte[] content, int length) {
    Walk walk = new Walk(content);
    walk.message(0, length, 0);
    return new MimeParts(String.join("\n", walk.texts), List.copyOf(walk.attachments));
  }

  /** What is in the attachment of a number, from 1. */
  static Optional<byte[]> attachment(byte[] content, int length, int number) {
    Walk walk = new Walk(content);
    walk.wanted = number;
    walk.message(0, length, 0);
    return Optional.ofNullable(walk.found);
  }

  private static final class Walk {
    private final byte[] content;
    private final List<String> texts = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final ArchiveNames archives = new ArchiveNames();
    private int textLeft = LONGEST_TEXT;
    private int partsLeft = MOST_PARTS;

    /** How many attached messages we are in: their text is not the text of this one. */
    private int attachedMessages;

    private int wanted;
    private byte @Nullable [] found;

    Walk(byte[] content) {
      this.content = content;
    }

    void message(int from, int to, int depth) {
      if (depth > DEEPEST || partsLeft-- <= 0) {
        return;
      }
      HeaderSection headers = HeaderSection.parse(content, from, to);
      MimeFields fields = new MimeFields(headers);
      int start = headers.bodyStart();
      String type = fields.type();
      if (type.startsWith("multipart/")) {
        multipart(fields, start, to, depth);
        return;
      }
      String name = fields.fileName();
      boolean isMessage = type.equals("message/rfc822") || type.equals("message/global");
      if (isMessage || !name.isEmpty() || fields.isMarkedAttachment()) {
        attachments.add(new Attachment(name, type, archives.in(decoded(fields, start, to))));
        if (attachments.size() == wanted) {
          found = read(decoded(fields, start, to));
        }
        if (isMessage) {
          attachedMessages++;
          message(start, to, depth + 1);
          attachedMessages--;
        }
      } else if (type.startsWith("text/") && attachedMessages == 0) {
        text(fields, start, to);
      }
    }

    private void multipart(MimeFields fields, int from, int to, int depth) {
      Boundary boundary = Boundary.of(fields.boundary(), content, from, to);
      int part = -1;
      for (int line = from; line < to; line = boundary.next(line)) {
        Boundary.Kind kind = boundary.at(line);
        if (kind == Boundary.Kind.NONE) {
          continue;
        }
        if (part >= 0) {
          message(part, Math.max(part, withoutLineEnd(part, line)), depth + 1);
        }
        part = boundary.next(line);
        if (kind == Boundary.Kind.LAST || partsLeft <= 0) {
          return;
        }
      }
      // Cut off before its last boundary: the part that was begun is worth having.
      if (part >= 0 && part < to) {
        message(part, to, depth + 1);
      }
    }

    private void text(MimeFields fields, int from, int to) {
      byte[] bytes;
      try (InputStream in = decoded(fields, from, withoutLineEnd(from, to))) {
        bytes = readSome(in, textLeft);
      } catch (IOException e) {
        return;
      }
      textLeft -= bytes.length;
      texts.add(decode(bytes, fields.charset()));
    }

    private InputStream decoded(MimeFields fields, int from, int to) {
      return TransferEncoding.decode(fields.encoding(), content, from, to);
    }

    /** The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1). */
    private int withoutLineEnd(int from, int to) {
      int end = to;
      if (end > from && content[end - 1] == '\n') {
        end--;
        if (end > from && content[end - 1] == '\r') {
          end--;
        }
      }
      return end;
    }
  }

  private static byte[] read(InputStream in) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] block = new byte[8_192];
    try {
      for (int count; (count = in.read(block)) >= 0; ) {
        bytes.write(block, 0, count);
      }
    } catch (IOException e) {
      // It is malformed; what came before is worth having.
    }
    return bytes.toByteArray();
  }

  private static byte[] readSome(InputStream in, int most) throws IOException {
    return in.readNBytes(most);
  }

  private static String decode(byte[] bytes, String charset) {
    if (!charset.isEmpty() && !charset.equalsIgnoreCase("us-ascii")) {
      try {
        return new String(bytes, Charset.forName(charset));
      } catch (IllegalArgumentException e) {
        // An unknown charset: guess.
      }
    }
    return Texts.decode(bytes);
  }
}
