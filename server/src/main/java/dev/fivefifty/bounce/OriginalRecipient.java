package dev.fivefifty.bounce;

import java.util.Optional;

/**
 * Whom the sender meant, as the parameter ORCPT of RCPT said it (RFC 3461 §4.2, RFC 6533 §3).
 *
 * @param type the address type, such as {@code rfc822} or {@code utf-8}
 * @param address the address, its encoding undone
 */
public record OriginalRecipient(String type, String address) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the type is no word, or the address is empty or holds
   *     control characters
   */
  public OriginalRecipient {
    if (!type.matches("[A-Za-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("'" + type + "' is no address type (such as rfc822)");
    }
    Original.checkAddress("an original recipient", address);
  }

  /**
   * Reads the value of ORCPT.
   *
   * @param value such as {@code rfc822;Bob+2BNews@example.com}
   * @return what it says, or empty where it is not of that form or stands for no printable address
   */
  public static Optional<OriginalRecipient> parse(String value) {
    int semicolon = value.indexOf(';');
    if (semicolon < 0) {
      return Optional.empty();
    }
    String type = value.substring(0, semicolon);
    String encoded = value.substring(semicolon + 1);
    try {
      return Optional.of(
          new OriginalRecipient(
              type,
              type.equalsIgnoreCase("utf-8")
                  ? Encodings.fromEmbedded(Encodings.fromXtext(encoded))
                  : Encodings.fromXtext(encoded)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
