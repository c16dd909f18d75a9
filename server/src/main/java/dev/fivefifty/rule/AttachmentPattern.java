package dev.fivefifty.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What an attachment must be like; what is null does not matter.
 *
 * @param name its file name, or with {@code inArchives} the name of a file inside it
 * @param type its media type
 * @param inArchives whether to look at the names inside archives too
 */
public record AttachmentPattern(
    @Nullable TextPattern name, @Nullable TextPattern type, boolean inArchives) {

  /**
   * Makes a pattern.
   *
   * @throws IllegalArgumentException if neither name nor type is given
   */
  public AttachmentPattern {
    if (name == null && type == null) {
      throw new IllegalArgumentException(
          "an attachment is matched by name or type; give at least one");
    }
  }

  /**
   * Attachments by name.
   *
   * @param name the pattern of the name
   * @return the pattern
   */
  public static AttachmentPattern named(TextPattern name) {
    return new AttachmentPattern(name, null, false);
  }

  /**
   * Attachments by name.
   *
   * @param glob such as {@code *.exe}
   * @return the pattern
   */
  public static AttachmentPattern named(String glob) {
    return named(TextPattern.glob(glob));
  }

  /**
   * Attachments by media type.
   *
   * @param glob such as {@code application/*}
   * @return the pattern
   */
  public static AttachmentPattern ofType(String glob) {
    return new AttachmentPattern(null, TextPattern.glob(glob), false);
  }

  /**
   * The same pattern, which also looks at the names inside archives.
   *
   * @return a new pattern
   */
  public AttachmentPattern inArchivesToo() {
    return new AttachmentPattern(name, type, true);
  }

  /**
   * Whether an attachment is like this.
   *
   * @param attachment the attachment
   * @return true if so
   */
  public boolean matches(Attachment attachment) {
    if (type != null && !type.matches(attachment.type())) {
      return false;
    }
    if (name == null) {
      return true;
    }
    List<String> names = new ArrayList<>();
    names.add(attachment.name());
    if (inArchives) {
      names.addAll(attachment.archivedNames());
    }
    return name.matchesAny(names);
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    if (name != null) {
      text.add("name " + name);
    }
    if (type != null) {
      text.add("type " + type);
    }
    if (inArchives) {
      text.add("in archives too");
    }
    return text.toString();
  }
}
