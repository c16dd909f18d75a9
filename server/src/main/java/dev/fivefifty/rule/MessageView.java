package dev.fivefifty.rule;

import java.util.List;
import java.util.Optional;

/**
 * What a rule can see of a message's content. Parsed when first asked; never throws on a malformed
 * message. Thread-safe.
 */
public interface MessageView {
  /**
   * The decoded subject.
   *
   * @return the first Subject field's value, decoded (RFC 2047), or empty
   */
  Optional<String> subject();

  /**
   * The values of the header fields of a name.
   *
   * @param name ignoring case
   * @return decoded and unfolded values in order, none if there is no such field
   */
  List<String> header(String name);

  /**
   * The Message-ID.
   *
   * @return with its angle brackets, as written, or empty
   */
  Optional<String> messageId();

  /**
   * The text of all text parts that are no attachments, decoded; HTML with its tags.
   *
   * @return joined by line feeds, empty if there is none or not yet
   */
  String body();

  /**
   * The parts with a file name or marked as attachments.
   *
   * @return in order; empty if there is none or not yet
   */
  List<Attachment> attachments();
}
