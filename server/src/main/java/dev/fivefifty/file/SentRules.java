package dev.fivefifty.file;

import dev.fivefifty.rule.InvalidRuleException;
import dev.fivefifty.rule.Rule;
import java.util.List;

/**
 * Rules in JSON that were sent to a server while it runs: the same words as in a file, but for the
 * {@code server} mapping. Immutable and thread-safe.
 */
public final class SentRules {
  /** What problems call whatever was sent, see {@link FileProblem#file()}. */
  public static final String NAME = "request";

  static final String RULES = "{\"rules\": [{\"at\": \"rcpt\", \"reply\": 550}]}";
  static final String SCENARIO = "{\"name\": \"greylisting\", \"with\": {\"delay\": \"1m\"}}";
  static final String SCENARIOS = "{\"scenarios\": [" + SCENARIO + "]}";
  static final String RULE = "{\"at\": \"rcpt\", \"reply\": 550}";

  private final LoadedRules loaded;
  private final List<MappedRule> mapped;

  private SentRules(LoadedRules loaded, List<MappedRule> mapped) {
    this.loaded = loaded;
    this.mapped = mapped;
  }

  /**
   * Reads rules.
   *
   * @param json an object whose only key is {@code rules}, in UTF-8, of 1 MiB at most
   * @return what it says
   * @throws RuleFileException with every error
   */
  public static SentRules list(byte[] json) {
    return list(json, ScenarioFiles.SHIPPED);
  }

  /**
   * Reads rules, and scenarios among them.
   *
   * @param json an object whose only key is {@code rules}, in UTF-8, of 1 MiB at most
   * @param library where scenarios are found
   * @return what it says
   * @throws RuleFileException with every error
   */
  public static SentRules list(byte[] json, ScenarioFiles library) {
    FileMapper mapper = new FileMapper(library);
    mapper.addSent(json, false);
    return new SentRules(mapper.result(), mapper.mapped());
  }

  /**
   * Reads scenarios.
   *
   * @param json an object whose only key is {@code scenarios}, a list of objects of {@code name},
   *     {@code with} and {@code as}, in UTF-8, of 1 MiB at most
   * @param library where scenarios are found
   * @return their rules
   * @throws RuleFileException with every error
   */
  public static SentRules scenarios(byte[] json, ScenarioFiles library) {
    FileMapper mapper = new FileMapper(library);
    mapper.addSentScenarios(json);
    return new SentRules(mapper.result(), mapper.mapped());
  }

  /**
   * Reads one rule.
   *
   * @param json a rule as it stands in the list of a rule file, in UTF-8, of 1 MiB at most
   * @return what it says
   * @throws RuleFileException with every error
   */
  public static SentRules one(byte[] json) {
    FileMapper mapper = new FileMapper();
    mapper.addSent(json, true);
    return new SentRules(mapper.result(), mapper.mapped());
  }

  /**
   * The rules.
   *
   * @return in the order sent
   */
  public List<Rule> rules() {
    return loaded.rules();
  }

  /**
   * What the scenarios among them cannot be without.
   *
   * @return in the order of their use
   */
  public List<ScenarioNeed> needs() {
    return loaded.needs();
  }

  /**
   * What is perhaps not as meant.
   *
   * @return in the order of lines and columns
   */
  public List<FileProblem> warnings() {
    return loaded.warnings();
  }

  /**
   * Says where the rules are at fault that a server refused beside those that it had.
   *
   * @param refused what the server threw when it was given {@link #rules()}
   * @return the same with places
   */
  public RuleFileException located(InvalidRuleException refused) {
    return new RuleFileException(
        refused.problems().stream()
            .map(
                problem -> {
                  MappedRule rule = mapped.get(problem.rule());
                  Place place = BatchCheck.place(rule, problem);
                  return new FileProblem(
                      problem.severity(),
                      place.file(),
                      place.line(),
                      place.column(),
                      problem.message() + rule.used());
                })
            .toList());
  }
}
