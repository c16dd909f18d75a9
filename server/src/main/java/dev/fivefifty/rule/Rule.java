package dev.fivefifty.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A stage, what must match, how often it applies, and an outcome.
 *
 * <p>Each key of the rule file is a method of the same name that returns a copy:
 *
 * <pre>{@code
 * at(RCPT).to("*@gone.example").reply("550 5.1.1 <${to}>: Mailbox not found")
 * }</pre>
 *
 * <p>Immutable and thread-safe. A rule read back from what was written equals itself, but for
 * conditions and replies in Java.
 */
public final class Rule implements OutcomeKeys<Rule> {
  private final @Nullable String name;
  private final @Nullable String tag;
  private final Stage stage;
  private final @Nullable Duration silence;
  private final List<Condition> conditions;
  private final Limit limit;
  private final Outcome outcome;
  private final List<Turn> sequence;

  private Rule(
      @Nullable String name,
      @Nullable String tag,
      Stage stage,
      @Nullable Duration silence,
      List<Condition> conditions,
      Limit limit,
      Outcome outcome,
      List<Turn> sequence) {
    this.name = name;
    this.tag = tag;
    this.stage = stage;
    this.silence = silence;
    this.conditions = conditions;
    this.limit = limit;
    this.outcome = outcome;
    this.sequence = sequence;
  }

  /**
   * A rule at a stage, which matches every occasion there and gives the server's own answer.
   *
   * @param stage the stage
   * @return the rule
   */
  public static Rule at(Stage stage) {
    return new Rule(null, null, stage, null, List.of(), Limit.NONE, Outcome.DEFAULT, List.of());
  }

  // --- the rule itself

  /**
   * Names the rule; the name is unique in a rule set.
   *
   * @param name not blank
   * @return a copy
   * @throws IllegalArgumentException if blank or with a control character
   */
  public Rule name(String name) {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a rule's name is a text without control characters, not '" + name + "'");
    }
    return new Rule(name, tag, stage, silence, conditions, limit, outcome, sequence);
  }

  /**
   * The rule is asked only where the session carries this tag, see {@link TagSource}. Its name is
   * unique among the rules of that tag.
   *
   * @param tag ASCII letters, digits, hyphens, underscores and dots, or an IP address; case does
   *     not matter
   * @return a copy
   * @throws IllegalArgumentException if it is no tag
   */
  public Rule tag(String tag) {
    return new Rule(
        name, Tags.canonical(tag), stage, silence, conditions, limit, outcome, sequence);
  }

  /**
   * At {@link Stage#IDLE}: how long nothing must have come; left out, the rule is asked at the
   * server's idle time-out.
   *
   * @param silence more than 0
   * @return a copy
   * @throws IllegalArgumentException if not more than 0, or more than 100 years
   */
  public Rule silence(Duration silence) {
    if (silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException("silence is more than 0, not " + silence);
    }
    Durations.notTooLong("silence", silence);
    return new Rule(name, tag, stage, silence, conditions, limit, outcome, sequence);
  }

  // --- match

  /**
   * Adds a condition.
   *
   * @param condition the condition
   * @return a copy
   */
  public Rule when(Condition condition) {
    List<Condition> more = new ArrayList<>(conditions);
    more.add(condition);
    return new Rule(name, tag, stage, silence, List.copyOf(more), limit, outcome, sequence);
  }

  /**
   * Adds a condition written in Java.
   *
   * @param condition called on the session's thread, so at once from several; must not block
   * @return a copy
   */
  public Rule when(Predicate<Occasion> condition) {
    return when(new Condition.Satisfies(condition));
  }

  private Rule text(RuleKey key, TextPattern pattern) {
    return when(new Condition.TextIs(key, pattern));
  }

  /**
   * The client's address.
   *
   * @param network an IP address or a block (CIDR)
   * @return a copy
   * @throws IllegalArgumentException if it is none
   */
  public Rule client(String network) {
    return when(new Condition.ClientIn(Network.parse(network)));
  }

  /**
   * The listener's name.
   *
   * @param glob a glob, ignoring case
   * @return a copy
   */
  public Rule listener(String glob) {
    return listener(TextPattern.glob(glob));
  }

  /**
   * The listener's name.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule listener(TextPattern pattern) {
    return text(RuleKey.LISTENER, pattern);
  }

  /**
   * What the client calls itself.
   *
   * @param glob a glob, ignoring case
   * @return a copy
   */
  public Rule helo(String glob) {
    return helo(TextPattern.glob(glob));
  }

  /**
   * What the client calls itself.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule helo(TextPattern pattern) {
    return text(RuleKey.HELO_NAME, pattern);
  }

  /**
   * Whether the session is under TLS.
   *
   * @param tls which
   * @return a copy
   */
  public Rule tls(boolean tls) {
    return when(new Condition.TlsIs(tls));
  }

  /**
   * The subject of the client's certificate.
   *
   * @param glob a glob, ignoring case
   * @return a copy
   */
  public Rule clientCertificate(String glob) {
    return clientCertificate(TextPattern.glob(glob));
  }

  /**
   * The subject of the client's certificate.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule clientCertificate(TextPattern pattern) {
    return text(RuleKey.CLIENT_CERTIFICATE, pattern);
  }

  /**
   * Who has authenticated.
   *
   * @param glob a glob, ignoring case
   * @return a copy
   */
  public Rule user(String glob) {
    return user(TextPattern.glob(glob));
  }

  /**
   * Who has authenticated.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule user(TextPattern pattern) {
    return text(RuleKey.USER, pattern);
  }

  /**
   * The reverse path; the null reverse path is an empty text.
   *
   * @param glob a glob, ignoring case
   * @return a copy
   */
  public Rule from(String glob) {
    return from(TextPattern.glob(glob));
  }

  /**
   * The reverse path.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule from(TextPattern pattern) {
    return text(RuleKey.FROM, pattern);
  }

  /**
   * The recipient: at RCPT this one, later any accepted one.
   *
   * @param glob a glob, ignoring case
   * @return a copy
   */
  public Rule to(String glob) {
    return to(TextPattern.glob(glob));
  }

  /**
   * The recipient: at RCPT this one, later any accepted one.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule to(TextPattern pattern) {
    return text(RuleKey.TO, pattern);
  }

  /**
   * How many recipients were accepted, at RCPT with this one.
   *
   * @param pattern such as {@code >10}
   * @return a copy
   * @throws IllegalArgumentException if it is no number
   */
  public Rule recipients(String pattern) {
    return when(new Condition.NumberIs(RuleKey.RECIPIENTS, NumberPattern.parse(pattern)));
  }

  /**
   * How many sessions are open, with this one.
   *
   * @param pattern such as {@code >10}
   * @return a copy
   * @throws IllegalArgumentException if it is no number
   */
  public Rule connections(String pattern) {
    return when(new Condition.NumberIs(RuleKey.CONNECTIONS, NumberPattern.parse(pattern)));
  }

  /**
   * The size: declared at MAIL, so far received at content, actual at message.
   *
   * @param pattern such as {@code >1MB}
   * @return a copy
   * @throws IllegalArgumentException if it is no size
   */
  public Rule size(String pattern) {
    return when(new Condition.NumberIs(RuleKey.SIZE, NumberPattern.parseSize(pattern)));
  }

  /**
   * The decoded subject.
   *
   * @param glob a glob, ignoring case
   * @return a copy
   */
  public Rule subject(String glob) {
    return subject(TextPattern.glob(glob));
  }

  /**
   * The decoded subject.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule subject(TextPattern pattern) {
    return text(RuleKey.SUBJECT, pattern);
  }

  /**
   * A header field; any of that name.
   *
   * @param field its name, ignoring case
   * @param glob a glob of its decoded value, ignoring case
   * @return a copy
   */
  public Rule header(String field, String glob) {
    return header(field, TextPattern.glob(glob));
  }

  /**
   * A header field; any of that name.
   *
   * @param field its name, ignoring case
   * @param pattern the pattern of its decoded value
   * @return a copy
   */
  public Rule header(String field, TextPattern pattern) {
    return when(new Condition.NamedTextIs(RuleKey.HEADER, field, pattern));
  }

  /**
   * The decoded text.
   *
   * @param glob a glob of the whole text, ignoring case
   * @return a copy
   */
  public Rule body(String glob) {
    return body(TextPattern.glob(glob));
  }

  /**
   * The decoded text.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule body(TextPattern pattern) {
    return text(RuleKey.BODY, pattern);
  }

  /**
   * An attachment.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule attachment(AttachmentPattern pattern) {
    return when(new Condition.AttachmentIs(pattern));
  }

  /**
   * A parameter of MAIL or RCPT; after RCPT those of MAIL.
   *
   * @param keyword the parameter, ignoring case
   * @param glob a glob of its value, ignoring case; {@code *} where any will do
   * @return a copy
   */
  public Rule parameter(String keyword, String glob) {
    return parameter(keyword, TextPattern.glob(glob));
  }

  /**
   * A parameter of MAIL or RCPT; after RCPT those of MAIL.
   *
   * @param keyword the parameter, ignoring case
   * @param pattern the pattern of its value
   * @return a copy
   */
  public Rule parameter(String keyword, TextPattern pattern) {
    return when(new Condition.NamedTextIs(RuleKey.PARAMETER, keyword, pattern));
  }

  /**
   * The raw command line.
   *
   * @param glob a glob, ignoring case
   * @return a copy
   */
  public Rule line(String glob) {
    return line(TextPattern.glob(glob));
  }

  /**
   * The raw command line.
   *
   * @param pattern the pattern
   * @return a copy
   */
  public Rule line(TextPattern pattern) {
    return text(RuleKey.LINE, pattern);
  }

  // --- how often

  /**
   * What keeps the counts apart.
   *
   * @param per one or more
   * @return a copy
   */
  public Rule per(Per... per) {
    return withLimit(limit.withPer(new LinkedHashSet<>(Arrays.asList(per))));
  }

  /**
   * Applies only so long from the first match of a key on, by the server's clock.
   *
   * @param lasting more than 0
   * @return a copy
   * @throws IllegalArgumentException if out of range
   */
  public Rule lasting(Duration lasting) {
    return withLimit(limit.withLasting(lasting));
  }

  /**
   * Lets so many matches pass first.
   *
   * @param after 0 or more
   * @return a copy
   * @throws IllegalArgumentException if out of range
   */
  public Rule after(int after) {
    return withLimit(limit.withAfter(after));
  }

  /**
   * Counts matches and applications only so far back, by the server's clock.
   *
   * @param window more than 0
   * @return a copy
   * @throws IllegalArgumentException if out of range
   */
  public Rule window(Duration window) {
    return withLimit(limit.withWindow(window));
  }

  /**
   * Applies only so often.
   *
   * @param times 1 or more
   * @return a copy
   * @throws IllegalArgumentException if out of range
   */
  public Rule times(int times) {
    return withLimit(limit.withTimes(times));
  }

  /**
   * Applies only by chance, drawn from the server's seed.
   *
   * @param probability 0 to 1
   * @return a copy
   * @throws IllegalArgumentException if out of range
   */
  public Rule chance(double probability) {
    return withLimit(limit.withChance(probability));
  }

  /**
   * Gives one outcome after another instead of one for all; the last repeats.
   *
   * @param turns one or more
   * @return a copy
   */
  public Rule sequence(Turn... turns) {
    return new Rule(name, tag, stage, silence, conditions, limit, outcome, List.of(turns));
  }

  /**
   * Another limit as a whole.
   *
   * @param limit the limit
   * @return a copy
   */
  public Rule withLimit(Limit limit) {
    return new Rule(name, tag, stage, silence, conditions, limit, outcome, sequence);
  }

  @Override
  public Rule withOutcome(Outcome outcome) {
    return new Rule(name, tag, stage, silence, conditions, limit, outcome, sequence);
  }

  // --- what was said

  /**
   * The name.
   *
   * @return the name, or empty if the rule set is to give it one
   */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /**
   * Which sessions it is asked about.
   *
   * @return the tag in lower case, or empty if it is asked about all
   */
  public Optional<String> tag() {
    return Optional.ofNullable(tag);
  }

  /** A name that is unique on the whole server. */
  String fullName(String name) {
    return tag == null ? name : tag + "/" + name;
  }

  /** Whether it is asked where a session carries this tag, or none. */
  boolean isAskedOf(@Nullable String tag) {
    return this.tag == null || this.tag.equals(tag);
  }

  /** The same for all sessions. */
  Rule withoutTag() {
    return tag == null
        ? this
        : new Rule(name, null, stage, silence, conditions, limit, outcome, sequence);
  }

  /**
   * The stage.
   *
   * @return the stage
   */
  public Stage stage() {
    return stage;
  }

  /**
   * How long nothing must have come.
   *
   * @return the silence, or empty if left out
   */
  public Optional<Duration> silence() {
    return Optional.ofNullable(silence);
  }

  /**
   * What must hold, all of it.
   *
   * @return the conditions in order
   */
  public List<Condition> conditions() {
    return conditions;
  }

  /**
   * How often it applies.
   *
   * @return the limit
   */
  public Limit limit() {
    return limit;
  }

  @Override
  public Outcome outcome() {
    return outcome;
  }

  /**
   * The outcomes one after another.
   *
   * @return the sequence, empty if there is one outcome for all
   */
  public List<Turn> sequence() {
    return sequence;
  }

  /**
   * Whether all conditions hold; counts nothing.
   *
   * @param occasion the occasion
   * @return true if so
   */
  public boolean matches(Occasion occasion) {
    if (occasion.stage() != stage || !Objects.equals(silence, occasion.silence().orElse(null))) {
      return false;
    }
    for (Condition condition : conditions) {
      if (!condition.test(occasion)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rule rule
        && Objects.equals(name, rule.name)
        && Objects.equals(tag, rule.tag)
        && stage == rule.stage
        && Objects.equals(silence, rule.silence)
        && conditions.equals(rule.conditions)
        && limit.equals(rule.limit)
        && outcome.equals(rule.outcome)
        && sequence.equals(rule.sequence);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, tag, stage, silence, conditions, limit, outcome, sequence);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name == null ? "rule" : "'" + name + "'");
    if (tag != null) {
      text.append(" of tag ").append(tag);
    }
    text.append(" at ").append(stage.keyword());
    if (silence != null) {
      text.append(" after ").append(Durations.format(silence)).append(" of silence");
    }
    String separator = " when ";
    for (Condition condition : conditions) {
      text.append(separator)
          .append(condition.key().keyword())
          .append(' ')
          .append(condition.expected());
      separator = " and ";
    }
    return text.toString();
  }
}
