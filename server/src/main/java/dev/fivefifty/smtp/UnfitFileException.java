package dev.fivefifty.smtp;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of certificates or keys cannot be used; the message names it. */
public final class UnfitFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  UnfitFileException(Path file, String message, @Nullable Throwable cause) {
    super(file + ": " + message, cause);
    this.file = file;
  }

  /**
   * Which of several files it is.
   *
   * @return as it was given
   */
  public Path file() {
    return file;
  }
}
