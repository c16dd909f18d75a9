package dev.fivefifty.file;

/** A place in a file; line and column count from 1 in code points, or are 0 for the whole file. */
record Place(String file, int line, int column) {
  static Place whole(String file) {
    return new Place(file, 0, 0);
  }

  /** For messages about a place elsewhere: the file is named where it is another. */
  String seenFrom(Place other) {
    return file.equals(other.file) ? "line " + line : file + ":" + line;
  }
}
