package dev.fivefifty.smtp;

import dev.fivefifty.journal.Bytes;
import dev.fivefifty.rule.Stage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command line as it came (RFC 5321 §4.1.1), with credentials blanked out.
 *
 * @param bytes the line with its end, for the journal
 * @param text the line without its end; one character a byte where it is no UTF-8
 * @param verb in upper case, empty if there is none
 * @param argument what follows the verb and one space, empty if nothing does
 * @param fault why it cannot be parsed as a command, or null
 * @param utf8 whether it is UTF-8
 * @param secret the credentials that were blanked out, empty if there are none
 */
record CommandLine(
    Bytes bytes,
    String text,
    String verb,
    String argument,
    @Nullable String fault,
    boolean utf8,
    Secret secret) {

  /** Credentials, which no text shows. */
  record Secret(String text) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** The argument with the credentials in place. */
  String secretArgument() {
    return secret.text().isEmpty()
        ? argument
        : argument.substring(0, argument.length() - 3) + secret.text();
  }

  /** How many bytes of a line are kept; what is longer cannot be a command. */
  static final int KEPT = 64 * 1024;

  /**
   * The longest line that can be a command: RFC 5321 §4.5.3.1.4 asks for 512, extensions for more.
   */
  private static final int LONGEST = 2_048;

  /** RFC 4954 §4.5. */
  private static final int LONGEST_AUTH = 12_288;

  private static final String TOO_LONG = "Line too long";

  private static final Pattern AUTH = Pattern.compile("(?is)([\\s\\p{Cntrl}]*AUTH)(.*)");

  /** RFC 4422 §3.1, and what is in one case only: base64 seldom is. */
  private static final Pattern MECHANISM =
      Pattern.compile("(?s)(\\s+(?:[A-Z][A-Z0-9_-]{0,19}|[a-z][a-z0-9_-]{0,19}))(\\s.*)?");

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{2,}={0,2}");

  static CommandLine of(RawInput.Line line) {
    byte[] bytes = line.bytes();
    boolean feed = line.ended() && bytes.length == line.length();
    int end = bytes.length - (feed ? 1 : 0);
    boolean crlf = feed && end > 0 && bytes[end - 1] == '\r';
    if (crlf) {
      end--;
    }
    String utf8 = utf8(bytes, end);
    String text = utf8 != null ? utf8 : new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    String secret = "";
    Bytes journaled = Bytes.wrap(bytes);
    String verb = beforeSpace(text).toUpperCase(Locale.ROOT);
    String shown = withoutCredentials(text);
    if (!shown.equals(text)) {
      secret = text.substring(shown.length() - "***".length());
      text = shown;
      journaled =
          Bytes.wrap((text + (crlf ? "\r\n" : feed ? "\n" : "")).getBytes(StandardCharsets.UTF_8));
    }
    int space = text.indexOf(' ');
    String argument = space < 0 ? "" : text.substring(space + 1);
    String fault = fault(line, text, verb, crlf);
    return new CommandLine(
        journaled, text, verb, argument, fault, utf8 != null, new Secret(secret));
  }

  private static String beforeSpace(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  /** The line with all of AUTH blanked out that is not surely a mechanism's name. */
  private static String withoutCredentials(String text) {
    Matcher auth = AUTH.matcher(text);
    if (!auth.matches() || auth.group(2).isBlank()) {
      return text;
    }
    Matcher mechanism = MECHANISM.matcher(auth.group(2));
    if (!mechanism.matches()) {
      return auth.group(1) + " ***";
    }
    String rest = mechanism.group(2);
    return rest == null || rest.isBlank()
        ? text
        : auth.group(1) + mechanism.group(1) + rest.charAt(0) + "***";
  }

  boolean isTooLongAuth() {
    return verb.equals("AUTH") && TOO_LONG.equals(fault);
  }

  /** Whether it may be a credential, sent by a client that did not wait to be asked for it. */
  boolean mayBeSecret() {
    return stage() == Stage.UNKNOWN && BASE64.matcher(text).matches();
  }

  /** An answer to a 334, which is never shown. */
  static CommandLine ofSecret() {
    return new CommandLine(
        Bytes.wrap("***\r\n".getBytes(StandardCharsets.US_ASCII)),
        "***",
        "",
        "***",
        null,
        true,
        new Secret(""));
  }

  private static @Nullable String fault(
      RawInput.Line line, String text, String verb, boolean crlf) {
    if (line.length() > (verb.equals("AUTH") ? LONGEST_AUTH : LONGEST)) {
      return TOO_LONG;
    }
    if (!crlf) {
      return "Line ends with a bare LF";
    }
    if (text.indexOf('\r') >= 0) {
      return "Line holds a bare CR";
    }
    if (text.indexOf('\0') >= 0) {
      return "Line holds a NUL";
    }
    return null;
  }

  private static @Nullable String utf8(byte[] bytes, int length) {
    if (isAscii(bytes, length)) {
      return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isAscii(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The stage at which rules are asked about it. */
  Stage stage() {
    if (fault != null) {
      return Stage.UNKNOWN;
    }
    return switch (verb) {
      case "HELO" -> Stage.HELO;
      case "EHLO" -> Stage.EHLO;
      case "STARTTLS" -> Stage.STARTTLS;
      case "AUTH" -> Stage.AUTH;
      case "MAIL" -> Stage.MAIL;
      case "RCPT" -> Stage.RCPT;
      case "DATA" -> Stage.DATA;
      case "BDAT" -> Stage.BDAT;
      case "RSET" -> Stage.RSET;
      case "NOOP" -> Stage.NOOP;
      case "VRFY" -> Stage.VRFY;
      case "EXPN" -> Stage.EXPN;
      case "HELP" -> Stage.HELP;
      case "QUIT" -> Stage.QUIT;
      default -> Stage.UNKNOWN;
    };
  }
}
