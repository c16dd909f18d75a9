package dev.fivefifty.file;

import dev.fivefifty.codes.ReplyMeaning;
import dev.fivefifty.rule.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes trees for {@link JsonText} of what codes mean. The methods keep no state and may be called
 * by several threads at once.
 */
public final class MeaningWriter {
  private MeaningWriter() {}

  /**
   * An explanation; stages are named as in rule files.
   *
   * @param meaning the explanation
   * @return a new tree; without a code or an enhanced code that was not asked about
   */
  public static Map<String, Object> tree(ReplyMeaning meaning) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (meaning.code() != null) {
      tree.put("code", meaning.code());
    }
    if (meaning.enhanced() != null) {
      tree.put("enhanced", meaning.enhanced());
    }
    tree.put("known", meaning.known());
    tree.put("title", meaning.title());
    tree.put("meaning", meaning.meaning());
    tree.put("stages", keywords(meaning.stages()));
    tree.put("seenAt", keywords(meaning.seenAt()));
    tree.put("causes", meaning.causes());
    tree.put("sender", meaning.sender());
    tree.put("client", meaning.client());
    tree.put("remarks", meaning.remarks());
    tree.put("related", meaning.related());
    tree.put("rfcs", meaning.rfcs());
    return tree;
  }

  private static List<String> keywords(Set<Stage> stages) {
    return stages.stream().map(Stage::keyword).toList();
  }
}
