package dev.fivefifty.file;

import java.util.Map;

/**
 * Writes JSON. The methods keep no state and may be called by several threads at once.
 *
 * <p>A tree is made of maps by text, lists, texts, numbers, booleans and null; what this package
 * makes of rules and journals may stand in it anywhere.
 */
public final class JsonText {
  private JsonText() {}

  /**
   * A tree for people, by two blanks a level.
   *
   * @param tree the tree
   * @return an object that ends with a line end; ASCII but for letters, digits and marks
   */
  public static String of(Map<String, ?> tree) {
    return TreePrinter.json(tree);
  }

  /**
   * A tree in one line.
   *
   * @param tree the tree
   * @return an object without a line end
   */
  public static String inOneLine(Map<String, ?> tree) {
    return TreePrinter.jsonInOneLine(tree);
  }
}
