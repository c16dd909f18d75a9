package dev.fivefifty.journal;

import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the MIME fields of a part say (RFC 2045, 2183, 2231). */
final class MimeFields {
  private static final Pattern TYPE = Pattern.compile("[^\\s/;]+/[^\\s/;]+");
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([^\\s=;]+)\\s*=\\s*(?:\"((?:\\\\.|[^\"\\\\])*+)\"|([^;]*))");

  /** In characters; a longer field is an attack on the expression above. */
  private static final int LONGEST_PARAMETERS = 4096;

  private final HeaderSection headers;

  MimeFields(HeaderSection headers) {
    this.headers = headers;
  }

  /** The media type in lower case, without parameters. */
  String type() {
    String type = beforeParameters("Content-Type");
    return TYPE.matcher(type).matches() ? type : "text/plain";
  }

  String charset() {
    return parameter("Content-Type", "charset").orElse("");
  }

  Optional<String> boundary() {
    return parameter("Content-Type", "boundary").filter(text -> !text.isEmpty());
  }

  /** The transfer encoding in lower case, empty if there is none. */
  String encoding() {
    return beforeParameters("Content-Transfer-Encoding");
  }

  /** The file name, decoded; empty if there is none. */
  String fileName() {
    return HeaderSection.decoded(
        parameter("Content-Disposition", "filename")
            .or(() -> parameter("Content-Type", "name"))
            .orElse(""));
  }

  boolean isMarkedAttachment() {
    return beforeParameters("Content-Disposition").equals("attachment");
  }

  private String beforeParameters(String field) {
    String value = headers.raw(field).orElse("");
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private Optional<String> parameter(String field, String name) {
    String value = headers.raw(field).orElse("");
    int semicolon = value.indexOf(';');
    if (semicolon < 0) {
      return Optional.empty();
    }
    String parameters =
        value.substring(semicolon, Math.min(value.length(), semicolon + LONGEST_PARAMETERS));
    try {
      Optional<String> known = Optional.ofNullable(new ParameterList(parameters).get(name));
      if (known.isPresent()) {
        return known;
      }
    } catch (ParseException | RuntimeException e) {
      // Such as an unquoted name with blanks, which many clients send: read below.
    }
    Matcher each = PARAMETER.matcher(parameters);
    while (each.find()) {
      if (each.group(1).equalsIgnoreCase(name)) {
        String quoted = each.group(2);
        return Optional.of(
            quoted == null ? each.group(3).strip() : quoted.replaceAll("\\\\(.)", "$1"));
      }
    }
    return Optional.empty();
  }
}
