package dev.fivefifty.rule;

import java.util.List;

/**
 * A part of a message that carries a file.
 *
 * @param name the decoded file name, empty if it has none
 * @param type the media type without parameters, such as {@code application/zip}
 * @param archivedNames the names inside, if it is an archive that can be read; else empty
 */
public record Attachment(String name, String type, List<String> archivedNames) {
  /** Makes an attachment's description. */
  public Attachment {
    archivedNames = List.copyOf(archivedNames);
  }
}
