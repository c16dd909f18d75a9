package dev.fivefifty.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes JSON, and reads what was written. The methods keep no state and may be called by several
 * threads at once.
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

  /**
   * Reads a tree.
   *
   * @param json an object in UTF-8
   * @return maps by text, lists, texts, numbers, booleans and null
   * @throws IllegalArgumentException if it is no JSON object
   */
  public static Map<String, Object> read(byte[] json) {
    Map<String, Object> tree = new LinkedHashMap<>();
    try {
      Map<?, ?> read = Reader.MAPPER.readValue(json, Map.class);
      read.forEach((key, value) -> tree.put(String.valueOf(key), value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON object: " + e.getOriginalMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("no JSON object", e);
    }
    return tree;
  }

  /** Made when first needed: writing does without. */
  private static final class Reader {
    private static final JsonMapper MAPPER = new JsonMapper();
  }
}
