package dev.fivefifty.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Makes a tree of SnakeYAML's events. Its own tree and Jackson's would resolve {@code off}, {@code
 * 0450} and dates, and know neither quotes nor comments.
 */
final class YamlTree {
  private final Source source;
  private final Problems problems;
  private final Parser parser;
  private final NodeBudget budget;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private @Nullable Event last;

  /** The brackets and braces that are open, the innermost first. */
  private final Deque<Place> flows = new ArrayDeque<>();

  /** What an alias stands for, and how many nodes that is with all its aliases. */
  private record Anchored(Node node, int size) {}

  private YamlTree(Source source, Problems problems) {
    this.source = source;
    this.problems = problems;
    this.budget = new NodeBudget();
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Source.LIMIT + 1);
    this.parser = new ParserImpl(new StreamReader(source.text()), options);
  }

  /** The only document, or null if there is nothing but comments. */
  static @Nullable Node read(Source source, Problems problems) throws Unreadable {
    onlyPrintable(source);
    YamlTree tree = new YamlTree(source, problems);
    try {
      return tree.document();
    } catch (MarkedYAMLException e) {
      throw new YamlSyntax(source, tree.last, tree.flows.peek()).explain(e);
    } catch (RuntimeException e) {
      // SnakeYAML 2.5 lets a NumberFormatException through, for one ("\UFFFFFFFF").
      Place place =
          tree.last == null ? new Place(source.name(), 1, 1) : tree.place(tree.last.getEndMark());
      throw new Unreadable(
          place, "no valid YAML behind this: " + Words.shown(String.valueOf(e.getMessage())));
    }
  }

  /**
   * SnakeYAML refuses most of these by offset only; those that YAML 1.1 takes for line ends would
   * turn into blanks, and make lines that no editor shows.
   */
  private static void onlyPrintable(Source source) throws Unreadable {
    String text = source.text();
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      boolean odd = point == 0x85 || point == 0x2028 || point == 0x2029 || point == 0xFEFF;
      if (odd || !StreamReader.isPrintable(point)) {
        throw new Unreadable(
            source.placeAt(i),
            String.format(
                "the character U+%04X cannot stand in YAML (write it as \"\\u%04x\", in double"
                    + " quotes)",
                point, point));
      }
      i += Character.charCount(point);
    }
  }

  private @Nullable Node document() throws Unreadable {
    next();
    Event first = next();
    if (!(first instanceof DocumentStartEvent)) {
      return null;
    }
    Node root = node(next(), 0);
    next();
    Event end = next();
    if (end instanceof DocumentStartEvent) {
      throw new Unreadable(
          place(end.getStartMark()), "a second YAML document (a rule file is one document)");
    }
    return root;
  }

  private Event next() {
    Event event = parser.getEvent();
    last = event;
    return event;
  }

  private Place place(Mark mark) {
    return new Place(source.name(), mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Node node(Event event, int depth) throws Unreadable {
    Place place = place(event.getStartMark());
    if (event instanceof AliasEvent alias) {
      return aliased(alias, place);
    }
    budget.take(1, depth, place);
    String anchor = ((NodeEvent) event).getAnchor();
    int before = budget.taken();
    if (anchor != null) {
      open.add(anchor);
    }
    Node node;
    if (event instanceof ScalarEvent scalar) {
      noTag(scalar.getTag(), place);
      node = scalar(scalar, place);
    } else {
      CollectionStartEvent start = (CollectionStartEvent) event;
      noTag(start.getTag(), place);
      node =
          start instanceof MappingStartEvent
              ? mapping(place, start.isFlow(), depth)
              : sequence(place, start.isFlow(), depth);
    }
    if (anchor != null) {
      open.remove(anchor);
      anchors.put(anchor, new Anchored(node, budget.taken() - before + 1));
    }
    return node;
  }

  private Node aliased(AliasEvent alias, Place place) throws Unreadable {
    String name = alias.getAnchor();
    if (open.contains(name)) {
      throw new Unreadable(
          place, "the alias '*" + Words.shown(name) + "' stands within its own anchor");
    }
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw new Unreadable(
          place,
          "no anchor '&%s' for this alias (a text that starts with * must be quoted: \"*%s\")"
              .formatted(Words.shown(name), Words.shown(name)));
    }
    budget.take(anchored.size(), 0, place);
    return anchored.node().at(place);
  }

  private static void noTag(@Nullable String tag, Place place) throws Unreadable {
    if (tag != null) {
      throw new Unreadable(
          place,
          "tags are not taken, and '"
              + Words.shown(tag.replace("tag:yaml.org,2002:", "!!"))
              + "' is one (a text that starts with ! must be quoted)");
    }
  }

  private Node.Scalar scalar(ScalarEvent event, Place place) {
    String text = event.getValue();
    Node.Style style;
    String comment = "";
    if (event.isPlain()) {
      boolean isNull = text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null");
      style = isNull ? Node.Style.NULL : Node.Style.PLAIN;
      comment = source.commentBehind(event.getEndMark().getIndex());
    } else {
      style = isQuoted(event) ? Node.Style.QUOTED : Node.Style.BLOCK;
    }
    return new Node.Scalar(place, text, style, !flows.isEmpty(), comment);
  }

  static boolean isQuoted(ScalarEvent event) {
    return event.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
        || event.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
  }

  private Node.Sequence sequence(Place place, boolean flow, int depth) throws Unreadable {
    if (flow) {
      flows.push(place);
    }
    List<Node> items = new ArrayList<>();
    for (Event event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
      items.add(node(event, depth + 1));
    }
    if (flow) {
      flows.pop();
    }
    return new Node.Sequence(place, flow, List.copyOf(items));
  }

  private Node.Mapping mapping(Place place, boolean flow, int depth) throws Unreadable {
    if (flow) {
      flows.push(place);
    }
    MappingBuilder entries = new MappingBuilder(problems);
    for (Event event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
      Node key = node(event, depth + 1);
      Mark keyEnd = event.getEndMark();
      Node value = node(next(), depth + 1);
      if (!(key instanceof Node.Scalar word)) {
        problems.error(key.place(), "a key is a word, not " + key.kind());
      } else if (word.isPlain() && word.text().equals("<<")) {
        merge(entries, value);
      } else {
        boolean bare =
            flow
                && value instanceof Node.Scalar none
                && none.isNull()
                && none.inFlow()
                && none.text().isEmpty()
                && none.comment().isEmpty()
                && source.nextAt(keyEnd.getIndex()) != ':';
        entries.add(new Node.Entry(word, value, bare));
      }
    }
    if (flow) {
      flows.pop();
    }
    return new Node.Mapping(place, flow, entries.build());
  }

  /** The merge key: takes over the entries of one or more mappings. */
  private void merge(MappingBuilder entries, Node value) throws Unreadable {
    List<Node> from = value instanceof Node.Sequence list ? list.items() : List.of(value);
    for (Node node : from) {
      if (node instanceof Node.Mapping mapping) {
        budget.take(mapping.entries().size(), 0, node.place());
        entries.merge(mapping.entries());
      } else {
        problems.error(
            node.place(), "'<<' expects a mapping or an alias of one, not " + node.kind());
      }
    }
  }
}
