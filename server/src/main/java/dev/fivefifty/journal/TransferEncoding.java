package dev.fivefifty.journal;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** Undoes a Content-Transfer-Encoding (RFC 2045 §6), as far as it can be undone. */
final class TransferEncoding {
  private TransferEncoding() {}

  static InputStream decode(String encoding, byte[] content, int from, int to) {
    InputStream raw = new ByteArrayInputStream(content, from, to - from);
    return switch (encoding) {
      case "base64" -> Base64.getDecoder().wrap(new Alphabet(raw));
      case "quoted-printable" -> quotedPrintable(raw);
      default -> raw;
    };
  }

  private static InputStream quotedPrintable(InputStream raw) {
    try {
      return MimeUtility.decode(raw, "quoted-printable");
    } catch (MessagingException | RuntimeException e) {
      return raw;
    }
  }

  /**
   * Lets through only what is base64, in whole groups, to the first padding: Jakarta Mail fails at
   * the end of content that was cut off, and loses what it had decoded by then.
   */
  private static final class Alphabet extends InputStream {
    private final InputStream in;
    private int count;
    private boolean ended;

    Alphabet(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int octet = ended ? -1 : in.read();
      while (octet >= 0 && octet != '=' && !isInAlphabet(octet)) {
        octet = in.read();
      }
      if (octet >= 0 && octet != '=') {
        count++;
        return octet;
      }
      ended = true;
      // A single character of a group holds no byte; make it one that decodes to a zero bit rest.
      if (count % 4 == 1) {
        count++;
        return 'A';
      }
      return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = 0;
      while (read < length) {
        int octet = read();
        if (octet < 0) {
          return read == 0 ? -1 : read;
        }
        buffer[offset + read++] = (byte) octet;
      }
      return read;
    }

    private static boolean isInAlphabet(int octet) {
      return octet >= 'A' && octet <= 'Z'
          || octet >= 'a' && octet <= 'z'
          || octet >= '0' && octet <= '9'
          || octet == '+'
          || octet == '/';
    }
  }
}
