package dev.fivefifty.file;

/** The file cannot be read any further. */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Place place;

  Unreadable(Place place, String message) {
    super(message);
    this.place = place;
  }

  Place place() {
    return place;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
