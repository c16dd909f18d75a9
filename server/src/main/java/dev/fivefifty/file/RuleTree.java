package dev.fivefifty.file;

import dev.fivefifty.rule.Answer;
import dev.fivefifty.rule.AttachmentPattern;
import dev.fivefifty.rule.Bounce;
import dev.fivefifty.rule.Capabilities;
import dev.fivefifty.rule.Condition;
import dev.fivefifty.rule.Delay;
import dev.fivefifty.rule.Dribble;
import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Limit;
import dev.fivefifty.rule.NumberPattern;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Raw;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.Sizes;
import dev.fivefifty.rule.TextPattern;
import dev.fivefifty.rule.Turn;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tree that is written of a rule: maps, lists, texts, {@link Word}s, booleans and
 * numbers.
 */
final class RuleTree {
  private RuleTree() {}

  /** A text of our own making that needs no quotes in YAML. */
  record Word(String text) {}

  static Map<String, Object> of(Rule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    rule.name().ifPresent(name -> tree.put("name", name));
    rule.tag().ifPresent(tag -> tree.put("tag", tag));
    tree.put("at", new Word(rule.stage().keyword()));
    rule.silence().ifPresent(silence -> tree.put("silence", duration(silence)));
    if (!rule.conditions().isEmpty()) {
      tree.put("when", when(rule.conditions()));
    }
    limit(rule.limit(), tree);
    outcome(rule.outcome(), tree);
    if (!rule.sequence().isEmpty()) {
      tree.put("sequence", rule.sequence().stream().map(RuleTree::turn).toList());
    }
    return tree;
  }

  private static <T> void put(
      Map<String, Object> tree, RuleKey key, @Nullable T value, Function<T, Object> written) {
    if (value != null) {
      tree.put(key.keyword(), written.apply(value));
    }
  }

  static Word duration(Duration duration) {
    return new Word(Durations.format(duration));
  }

  // --- when

  /** A mapping; a list of mappings where one key must hold twice, or the order would change. */
  private static Object when(List<Condition> conditions) {
    List<Map<String, Object>> all = new ArrayList<>();
    Map<String, Object> current = new LinkedHashMap<>();
    all.add(current);
    for (Condition condition : conditions) {
      if (!add(current, condition)) {
        current = new LinkedHashMap<>();
        all.add(current);
        add(current, condition);
      }
    }
    return all.size() == 1 ? current : all;
  }

  private static boolean add(Map<String, Object> to, Condition condition) {
    String key = condition instanceof Condition.Satisfies ? "java" : condition.key().keyword();
    if (condition instanceof Condition.NamedTextIs named) {
      if (!to.containsKey(key)) {
        to.put(key, new Named());
      } else if (!key.equals(new ArrayList<>(to.keySet()).get(to.size() - 1))) {
        return false;
      }
      return ((Named) to.get(key)).putIfAbsent(named.name(), pattern(named.pattern())) == null;
    }
    return to.putIfAbsent(key, value(condition)) == null;
  }

  /** Header fields or parameters. */
  private static final class Named extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;
  }

  private static Object value(Condition condition) {
    if (condition instanceof Condition.ClientIn client) {
      return client.network().text();
    }
    if (condition instanceof Condition.TextIs text) {
      return pattern(text.pattern());
    }
    if (condition instanceof Condition.NumberIs number) {
      return number(number.pattern(), number.key() == RuleKey.SIZE);
    }
    if (condition instanceof Condition.TlsIs tls) {
      return tls.tls();
    }
    if (condition instanceof Condition.AttachmentIs attachment) {
      return attachment(attachment.pattern());
    }
    return condition.expected();
  }

  private static Object number(NumberPattern pattern, boolean size) {
    String value = Long.toString(pattern.value());
    String sign = pattern.text().substring(0, pattern.text().length() - value.length());
    String text = sign + (size ? Sizes.format(pattern.value()) : value);
    return sign.isEmpty() ? new Word(text) : text;
  }

  private static Object attachment(AttachmentPattern pattern) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (pattern.name() != null) {
      tree.put("name", pattern(pattern.name()));
    }
    if (pattern.type() != null) {
      tree.put("type", pattern(pattern.type()));
    }
    if (pattern.inArchives()) {
      tree.put("inArchives", true);
    }
    return tree;
  }

  private static Object pattern(TextPattern pattern) {
    if (pattern instanceof TextPattern.Glob glob) {
      return glob.text();
    }
    if (pattern instanceof TextPattern.EqualTo equal) {
      return Map.of("equals", equal.text());
    }
    if (pattern instanceof TextPattern.Contains contains) {
      return Map.of("contains", contains.text());
    }
    if (pattern instanceof TextPattern.StartsWith starts) {
      return Map.of("startsWith", starts.text());
    }
    if (pattern instanceof TextPattern.EndsWith ends) {
      return Map.of("endsWith", ends.text());
    }
    if (pattern instanceof TextPattern.Regex regex) {
      return Map.of("regex", regex.text());
    }
    if (pattern instanceof TextPattern.Not not) {
      return Map.of("not", pattern(not.pattern()));
    }
    TextPattern.AnyOf any = (TextPattern.AnyOf) pattern;
    return Map.of("anyOf", any.patterns().stream().map(RuleTree::pattern).toList());
  }

  // --- how often

  private static void limit(Limit limit, Map<String, Object> tree) {
    if (!limit.per().isEmpty()) {
      List<Word> per = limit.per().stream().map(each -> new Word(each.keyword())).toList();
      tree.put("per", per.size() == 1 ? per.get(0) : per);
    }
    put(tree, RuleKey.LASTING, limit.lasting(), RuleTree::duration);
    put(tree, RuleKey.AFTER, limit.after(), after -> after);
    put(tree, RuleKey.WINDOW, limit.window(), RuleTree::duration);
    put(tree, RuleKey.TIMES, limit.times(), times -> times);
    put(tree, RuleKey.CHANCE, limit.chance(), RuleTree::percent);
  }

  private static Word percent(double chance) {
    BigDecimal percent = new BigDecimal(Double.toString(chance)).movePointRight(2);
    return new Word(plain(percent) + "%");
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static Object turn(Turn turn) {
    if (turn.isPass() && turn.times() == null) {
      return new Word("pass");
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    if (turn.isPass()) {
      tree.put("pass", true);
    } else {
      outcome(turn.outcome(), tree);
    }
    put(tree, RuleKey.TIMES, turn.times(), times -> times);
    return tree;
  }

  // --- outcome

  private static void outcome(Outcome outcome, Map<String, Object> tree) {
    put(tree, RuleKey.REPLY, outcome.answer(), RuleTree::answer);
    put(tree, RuleKey.RAW, outcome.raw(), RuleTree::raw);
    put(tree, RuleKey.DELAY, outcome.delay(), RuleTree::delay);
    put(tree, RuleKey.DRIBBLE, outcome.dribble(), RuleTree::dribble);
    put(tree, RuleKey.CUT, outcome.cut(), cut -> cut);
    put(tree, RuleKey.BANDWIDTH, outcome.bandwidth(), each -> new Word(each.toString()));
    put(tree, RuleKey.HANDSHAKE_FAULT, outcome.handshake(), fault -> new Word(fault.keyword()));
    put(tree, RuleKey.CERTIFICATE, outcome.certificate(), fault -> new Word(fault.keyword()));
    put(tree, RuleKey.PROTOCOLS, outcome.protocols(), names -> names);
    put(tree, RuleKey.OLD_TLS, outcome.oldTls(), old -> old);
    put(tree, RuleKey.CAPABILITIES, outcome.capabilities(), RuleTree::capabilities);
    put(tree, RuleKey.STALL, outcome.stall(), stall -> new Word(stall.toString()));
    put(tree, RuleKey.CLOSE, outcome.close(), close -> new Word(close.keyword()));
    put(tree, RuleKey.MESSAGE_FATE, outcome.message(), fate -> new Word(fate.keyword()));
    put(tree, RuleKey.DRAIN, outcome.drain(), drain -> drain);
    put(tree, RuleKey.BOUNCE, outcome.bounce(), RuleTree::bounce);
  }

  private static Object bounce(Bounce bounce) {
    boolean usual = bounce.action() == DsnAction.of(bounce.reply());
    if (usual && bounce.after().isZero()) {
      return reply(bounce.reply());
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("reply", reply(bounce.reply()));
    if (!bounce.after().isZero()) {
      tree.put("after", duration(bounce.after()));
    }
    if (!usual) {
      tree.put("action", new Word(bounce.action().keyword()));
    }
    return tree;
  }

  /** As text where people can read it, else in base64. */
  private static Object raw(Raw raw) {
    return raw.text().chars().allMatch(c -> c >= 32 && c < 127)
        ? raw.text()
        : Map.of("base64", Base64.getEncoder().encodeToString(raw.toBytes()));
  }

  private static Object dribble(Dribble dribble) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("bytes", dribble.bytes());
    tree.put("every", duration(dribble.every()));
    return tree;
  }

  private static Object capabilities(Capabilities capabilities) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("add", capabilities.add());
    tree.put("remove", capabilities.remove());
    if (capabilities.only() != null) {
      tree.put("only", capabilities.only());
    }
    return tree;
  }

  private static Object answer(Answer answer) {
    if (answer instanceof Answer.Fixed fixed) {
      return reply(fixed.reply());
    }
    if (answer instanceof Answer.Default) {
      return new Word("default");
    }
    if (answer instanceof Answer.AsAddressed) {
      return new Word("as-addressed");
    }
    return answer instanceof Answer.None ? new Word("none") : Map.of("java", "a reply in Java");
  }

  static Object reply(Reply reply) {
    List<String> lines = reply.lines();
    if (lines.isEmpty()) {
      return reply.toString();
    }
    List<String> texts = new ArrayList<>();
    texts.add(new Reply(reply.code(), reply.enhanced(), lines.subList(0, 1)).toString());
    texts.addAll(lines.subList(1, lines.size()));
    return texts.size() == 1 ? texts.get(0) : texts;
  }

  private static Object delay(Delay delay) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (delay instanceof Delay.Fixed fixed) {
      return duration(fixed.duration());
    }
    if (delay instanceof Delay.Between between) {
      tree.put("min", duration(between.min()));
      tree.put("max", duration(between.max()));
    } else if (delay instanceof Delay.LogNormal normal) {
      tree.put("median", duration(normal.median()));
      tree.put("sigma", new Word(plain(new BigDecimal(Double.toString(normal.sigma())))));
    }
    return tree;
  }
}
