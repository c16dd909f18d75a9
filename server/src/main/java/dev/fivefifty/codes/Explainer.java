package dev.fivefifty.codes;

import dev.fivefifty.rule.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts an explanation together from the records that there are. Used once, by one thread. */
final class Explainer {
  /** RFC 2034 §4: no enhanced code in the greeting, nor in replies to HELO and EHLO. */
  private static final Set<Stage> WITHOUT_ENHANCED = Set.of(Stage.CONNECT, Stage.HELO, Stage.EHLO);

  /** So many causes of a pair say what each of the two would say. */
  private static final int ENOUGH = 3;

  private final CodeTable table = CodeTable.get();
  private final @Nullable Integer code;
  private final @Nullable String enhanced;
  private final Optional<Entry> basic;
  private final Optional<Entry> closer;
  private final Optional<Entry> pair;

  /** The first digit that clients go by. */
  private final int first;

  Explainer(@Nullable Integer code, @Nullable String enhanced) {
    this.code = code;
    this.enhanced = enhanced;
    this.basic = code == null ? Optional.empty() : table.code(code);
    this.closer = enhanced == null ? Optional.empty() : table.enhanced(enhanced);
    this.pair = code == null || enhanced == null ? Optional.empty() : table.pair(code, enhanced);
    this.first = code == null ? classOf(enhanced) : code / 100;
  }

  ReplyMeaning explain() {
    return new ReplyMeaning(
        code,
        enhanced,
        (code == null || basic.isPresent()) && (enhanced == null || closer.isPresent()),
        title(),
        meaning(),
        stages(),
        seenAt(),
        causes(),
        sender(),
        List.of(basic.map(entry -> entry.text("client")).orElseGet(() -> Digits.client(first))),
        remarks(),
        related(),
        rfcs());
  }

  // ---- the words

  private String title() {
    return contradicts() ? plainTitle() + " (code and class contradict each other)" : plainTitle();
  }

  private boolean contradicts() {
    return code != null && enhanced != null && first != 3 && classOf(enhanced) != first;
  }

  private String plainTitle() {
    if (pair.isPresent()) {
      return pair.get().text("title");
    }
    Optional<String> close = closer.filter(entry -> tells(entry)).map(entry -> entry.text("title"));
    if (close.isPresent()) {
      return close.get();
    }
    String plain =
        basic
            .map(entry -> entry.text("title"))
            .orElseGet(() -> Digits.bare(first) + (code == null ? "" : ", not registered"));
    return subject() > 0 && subject() <= Digits.LAST_SUBJECT
        ? plain + " (" + Digits.subject(subject()) + ")"
        : plain;
  }

  /** Whether the enhanced code has something to say with a success. */
  private boolean success() {
    return closer.flatMap(entry -> entry.one("ok")).isPresent();
  }

  /** Whether an enhanced code says more than class and subject. */
  private boolean tells(Entry entry) {
    return enhanced != null
        && (classOf(enhanced) != 2 || entry.one("ok").isPresent())
        && !entry.name().matches("X\\.\\d\\.0");
  }

  private List<String> meaning() {
    List<String> meaning = new ArrayList<>();
    if (code != null) {
      String label = enhanced == null ? "" : code + ": ";
      meaning.add(label + basic.map(entry -> entry.text("means")).orElseGet(this::byDigits));
    }
    if (enhanced != null) {
      String label = code == null ? "" : enhanced + ": ";
      meaning.add(label + closer.map(this::closely).orElseGet(this::byNumbers));
    }
    return meaning;
  }

  private String closely(Entry entry) {
    int own = classOf(enhanced);
    if (own == 2 && entry.one("ok").isEmpty()) {
      return subject() == 0
          ? "A success; no more is said."
          : "A success; what it concerns: " + Digits.subject(subject()) + ".";
    }
    return (code == null ? capital(Digits.sense(own)) + ". " : "") + entry.text("means");
  }

  private String byDigits() {
    int number = code == null ? 0 : code;
    List<String> beside = new ArrayList<>();
    for (Entry entry : table.all()) {
      if (entry.words("with").contains(String.valueOf(number))) {
        beside.add(entry.name());
      }
    }
    return "No RFC says what "
        + number
        + " means"
        + (beside.isEmpty()
            ? ""
            : ", though the registry of enhanced codes names it beside " + list(beside, "and"))
        + ". By its first digit it is "
        + Digits.sense(first)
        + "; its second digit "
        + Digits.category(number / 10 % 10)
        + "; its third has no meaning of its own.";
  }

  private String byNumbers() {
    int subject = subject();
    return "The registry has no "
        + enhanced
        + ". By its class it is "
        + Digits.sense(classOf(enhanced))
        + ", and what it concerns is "
        + Digits.subject(subject)
        + ".";
  }

  // ---- where

  private Set<Stage> stages() {
    Set<Stage> stages =
        basic.isPresent()
            ? basic.get().stages("at")
            : closer.map(e -> e.stages("at")).orElse(Set.of());
    Set<Stage> left = EnumSet.noneOf(Stage.class);
    left.addAll(narrowed(stages));
    if (enhanced != null) {
      left.removeAll(WITHOUT_ENHANCED);
    }
    return left;
  }

  private Set<Stage> seenAt() {
    Set<Stage> seen = EnumSet.noneOf(Stage.class);
    basic.ifPresent(entry -> seen.addAll(narrowed(entry.stages("seen"))));
    if (enhanced != null) {
      // Servers put one there nevertheless.
      Set<Stage> early = EnumSet.noneOf(Stage.class);
      early.addAll(
          basic.isPresent()
              ? narrowed(basic.get().stages("at"))
              : closer.map(e -> e.stages("at")).orElse(Set.of()));
      early.retainAll(WITHOUT_ENHANCED);
      seen.addAll(early);
    }
    seen.removeAll(stages());
    return seen;
  }

  /** Those of the basic code where the enhanced one makes sense. */
  private Set<Stage> narrowed(Set<Stage> stages) {
    if (basic.isEmpty() || closer.isEmpty()) {
      return stages;
    }
    Set<Stage> both = EnumSet.noneOf(Stage.class);
    both.addAll(stages);
    both.retainAll(closer.get().stages("at"));
    return both.isEmpty() ? stages : both;
  }

  // ---- why, and what to do

  private List<String> causes() {
    Set<String> causes = new LinkedHashSet<>();
    pair.ifPresent(entry -> causes.addAll(entry.all("cause")));
    if (causes.size() >= ENOUGH) {
      return List.copyOf(causes);
    }
    if (enhanced != null && classOf(enhanced) == 2) {
      closer.ifPresent(entry -> causes.addAll(entry.all("ok")));
    } else {
      closer.ifPresent(entry -> causes.addAll(entry.all("cause")));
    }
    if (pair.isEmpty() && closer.filter(this::tells).isEmpty()) {
      basic.ifPresent(entry -> causes.addAll(entry.all("cause")));
    }
    if (causes.isEmpty()) {
      causes.add(
          first == 2
              ? "All is well; the code tells what it was about."
              : "The server's own rules, which only the text can tell.");
    }
    return List.copyOf(causes);
  }

  private List<String> sender() {
    Set<String> advice = new LinkedHashSet<>();
    if (first == 2 || first == 3) {
      return List.of(basic.map(e -> e.text("sender")).orElseGet(() -> Digits.sender(first)));
    }
    if (first == 4 && enhanced != null) {
      advice.add(Digits.sender(first));
    }
    pair.ifPresent(entry -> advice.addAll(entry.all("sender")));
    if (pair.flatMap(entry -> entry.one("sender")).isEmpty()) {
      closer.ifPresent(entry -> advice.addAll(entry.all("sender")));
    }
    if (advice.isEmpty()) {
      basic.ifPresent(entry -> advice.addAll(entry.all("sender")));
    }
    if (advice.isEmpty()) {
      advice.add(Digits.sender(first));
    }
    return List.copyOf(advice);
  }

  // ---- what else

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (code != null && enhanced != null) {
      if (first == 3) {
        remarks.add("No enhanced code belongs into a 3yz reply (RFC 2034 §4).");
      } else if (contradicts()) {
        remarks.add(
            "The two contradict each other: "
                + code
                + " is "
                + Digits.sense(first)
                + ", and the class of "
                + enhanced
                + " says "
                + Digits.sense(classOf(enhanced))
                + ", though it must be the code's first digit (RFC 2034 §4). Clients go by "
                + code
                + ".");
      }
      closer.flatMap(entry -> unusual(entry)).ifPresent(remarks::add);
    }
    basic.ifPresent(entry -> remarks.addAll(entry.all("note")));
    closer.ifPresent(
        entry -> {
          remarks.addAll(entry.all("note"));
          if (!entry.name().startsWith("X.")) {
            remarks.add("No registry has " + enhanced + ": the number is the provider's own.");
          }
        });
    return remarks;
  }

  private Optional<String> unusual(Entry entry) {
    List<String> with = entry.words("with");
    String own = String.valueOf(code);
    if (with.isEmpty() || with.contains("any") || with.contains(own)) {
      return Optional.empty();
    }
    return with.contains(own.charAt(0) + "xx")
        ? Optional.empty()
        : Optional.of(
            "The registry gives "
                + entry.name()
                + " with "
                + list(with, "and")
                + ", not with "
                + own
                + (pair.isPresent() ? "; servers say it all the same." : "."));
  }

  private List<String> related() {
    Set<String> related = new LinkedHashSet<>();
    basic.ifPresent(entry -> related.addAll(entry.words("also")));
    if (first != 3 && (enhanced == null || classOf(enhanced) != 2 || success())) {
      closer.ifPresent(
          entry ->
              entry
                  .words("also")
                  .forEach(name -> related.add(name.replace("X.", classOf(enhanced) + "."))));
    }
    if (related.isEmpty()) {
      related.addAll(Digits.related(first));
    }
    related.remove(String.valueOf(code));
    related.remove(enhanced);
    return List.copyOf(related);
  }

  /** The closest first: of the enhanced code, if it says more than the code. */
  private List<String> rfcs() {
    Set<String> rfcs = new LinkedHashSet<>();
    closer.filter(this::tells).ifPresent(entry -> rfcs.addAll(entry.rfcs()));
    if (code != null) {
      rfcs.addAll(basic.map(Entry::rfcs).orElseGet(() -> List.of(Digits.BY_DIGIT, Digits.UNKNOWN)));
    }
    if (enhanced != null) {
      rfcs.addAll(closer.map(Entry::rfcs).orElseGet(() -> List.of(Digits.subjectRfc(subject()))));
    }
    return List.copyOf(rfcs);
  }

  private int subject() {
    return enhanced == null ? -1 : Integer.parseInt(enhanced.split("\\.")[1]);
  }

  private static int classOf(@Nullable String enhanced) {
    return enhanced == null ? 0 : enhanced.charAt(0) - '0';
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String list(List<String> words, String last) {
    int end = words.size() - 1;
    return end == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, end)) + " " + last + " " + words.get(end);
  }
}
