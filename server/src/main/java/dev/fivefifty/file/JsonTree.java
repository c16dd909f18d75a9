package dev.fivefifty.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a tree of Jackson's tokens, the same that {@link YamlTree} makes. */
final class JsonTree {
  private final Source source;
  private final Problems problems;
  private final JsonParser parser;
  private final NodeBudget budget = new NodeBudget();

  private JsonTree(Source source, Problems problems, JsonParser parser) {
    this.source = source;
    this.problems = problems;
    this.parser = parser;
  }

  /** The only value, or null if there is none. */
  static @Nullable Node read(Source source, Problems problems) throws Unreadable {
    try (JsonParser parser = new JsonFactory().createParser(source.text())) {
      JsonTree tree = new JsonTree(source, problems, parser);
      JsonToken first = parser.nextToken();
      if (first == null) {
        return null;
      }
      Node root = tree.node(first, 0);
      if (parser.nextToken() != null) {
        throw new Unreadable(tree.place(), "a second value (a rule file is one JSON value)");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw explained(source, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Unreadable explained(Source source, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    int offset = location == null ? 0 : (int) location.getCharOffset();
    String text = source.text();
    if (offset > 0 && offset <= text.length() && isComment(text, offset - 1)) {
      return new Unreadable(
          source.placeAt(offset - 1), "JSON has no comments (leave it out, or write YAML)");
    }
    if (offset < text.length() && isComment(text, offset)) {
      return new Unreadable(
          source.placeAt(offset), "JSON has no comments (leave it out, or write YAML)");
    }
    String message =
        String.valueOf(e.getOriginalMessage()).replaceFirst(" \\(start marker at .*", "");
    return new Unreadable(
        source.placeAt(offset), "no valid JSON: " + message.lines().findFirst().orElse(""));
  }

  private static boolean isComment(String text, int offset) {
    return text.startsWith("//", offset)
        || text.startsWith("/*", offset)
        || text.charAt(offset) == '#';
  }

  private Place place() {
    return source.placeAt((int) parser.currentTokenLocation().getCharOffset());
  }

  private Node node(JsonToken token, int depth) throws IOException, Unreadable {
    Place place = place();
    budget.take(1, depth, place);
    return switch (token) {
      case START_OBJECT -> mapping(place, depth);
      case START_ARRAY -> sequence(place, depth);
      case VALUE_STRING -> scalar(place, Node.Style.QUOTED);
      case VALUE_NULL -> scalar(place, Node.Style.NULL);
      default -> scalar(place, Node.Style.PLAIN);
    };
  }

  private Node.Scalar scalar(Place place, Node.Style style) throws IOException {
    return new Node.Scalar(place, parser.getText(), style, true, "");
  }

  private Node.Sequence sequence(Place place, int depth) throws IOException, Unreadable {
    List<Node> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(node(token, depth + 1));
    }
    return new Node.Sequence(place, true, List.copyOf(items));
  }

  private Node.Mapping mapping(Place place, int depth) throws IOException, Unreadable {
    MappingBuilder entries = new MappingBuilder(problems);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Node.Scalar key = scalar(place(), Node.Style.QUOTED);
      entries.add(new Node.Entry(key, node(parser.nextToken(), depth + 1), false));
    }
    return new Node.Mapping(place, true, entries.build());
  }
}
