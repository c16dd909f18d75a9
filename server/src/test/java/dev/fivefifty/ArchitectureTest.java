package dev.fivefifty;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The rooms of the house and the arrows between them: who may know whom. */
@AnalyzeClasses(packages = "dev.fivefifty", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.fivefifty";
  private static final String RULE = "dev.fivefifty.rule";
  private static final String FAULT = "dev.fivefifty.fault";
  private static final String BOUNCE = "dev.fivefifty.bounce";
  private static final String JOURNAL = "dev.fivefifty.journal";
  private static final String CODES = "dev.fivefifty.codes";
  private static final String EXPECT = "dev.fivefifty.expect";
  private static final String SMTP = "dev.fivefifty.smtp";
  private static final String FILE = "dev.fivefifty.file";
  private static final String SCENARIO = "dev.fivefifty.scenario";
  private static final String CLI = "dev.fivefifty.cli";
  private static final String HTTP = "dev.fivefifty.http";

  // ---- libraries, each behind one door

  @ArchTest
  static final ArchRule onlySmtpKnowsSubEtha =
      onlyKnows(SMTP, "org.subethamail..")
          .because("SubEtha listens and holds the session; what is said is ours, in one place");

  @ArchTest
  static final ArchRule onlySmtpKnowsBouncyCastle =
      onlyKnows(SMTP, "org.bouncycastle..")
          .because("what is used of it is packed into our jar, so it is kept to little");

  @ArchTest
  static final ArchRule onlyFileKnowsJackson =
      onlyKnows(FILE, "com.fasterxml.jackson..", "org.yaml.snakeyaml..")
          .because("rules are read and written in one place, and pure Java users never load it");

  @ArchTest
  static final ArchRule onlyCliKnowsPicocli =
      onlyKnows(CLI, "picocli..")
          .because("picocli is an optional dependency: who embeds the server does not have it");

  // ---- rooms

  @ArchTest
  static final ArchRule ruleKnowsNoOtherRoom =
      knowsOnly(RULE).because("rules are pure values and the decision; every other room uses them");

  @ArchTest
  static final ArchRule faultKnowsOnlyRule =
      knowsOnly(FAULT, RULE)
          .because("a fault is one small thing done to a wire, told by an outcome");

  @ArchTest
  static final ArchRule bounceKnowsOnlyRule =
      knowsOnly(BOUNCE, RULE)
          .because("a mail about a mail is bytes made of values, whoever sends it, or nobody");

  @ArchTest
  static final ArchRule journalKnowsOnlyRule =
      knowsOnly(JOURNAL, RULE).because("the journal says what happened, not how");

  @ArchTest
  static final ArchRule codesKnowsOnlyRule =
      knowsOnly(CODES, RULE).because("what a code means depends on nothing that happens");

  @ArchTest
  static final ArchRule expectKnowsRuleCodesAndJournal =
      knowsOnly(EXPECT, RULE, CODES, JOURNAL)
          .because("a question is asked of what happened, and the same everywhere");

  @ArchTest
  static final ArchRule fileKnowsWhatItReadsAndWrites =
      knowsOnly(FILE, RULE, CODES, JOURNAL, EXPECT)
          .because("a file, an HTTP body and Java build the same Rule; a journal is only written");

  @ArchTest
  static final ArchRule scenarioKnowsRuleAndFile =
      knowsOnly(SCENARIO, RULE, FILE)
          .because("a scenario is a rule file, and the file room reads it like any other");

  @ArchTest
  static final ArchRule httpKnowsNoServer =
      knowsOnly(HTTP, RULE, CODES, JOURNAL, EXPECT, FILE, SCENARIO)
          .because("it serves whatever can be controlled, and the client of it is a server too");

  @ArchTest
  static final ArchRule smtpKnowsRuleFaultBounceAndJournal =
      knowsOnly(SMTP, RULE, FAULT, BOUNCE, JOURNAL)
          .because("bytes come in, a rule decides, smtp performs it and the journal records it");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine =
      noClasses()
          .that(not(in(CLI)))
          .should()
          .dependOnClassesThat(in(CLI))
          .because("the command line is a user of the server like any other")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .assignedFrom(new ByPackage())
          .should()
          .beFreeOfCycles()
          .because("every answer takes one way, and a room can be read without those above it")
          .allowEmptyShould(true);

  // ---- what users see

  @ArchTest
  static final ArchRule signaturesAreOurOwn =
      classes()
          .that()
          .resideInAnyPackage(ROOT, RULE, CODES, BOUNCE, JOURNAL, EXPECT, SCENARIO)
          .and(areVisible())
          .should(showOnlyOurOwnTypes())
          .because(
              "a library can then be replaced, and MimeMessage alone is what users know anyway")
          .allowEmptyShould(true);

  private static DescribedPredicate<JavaClass> in(String room) {
    // Not "room..", because the root's own package would then hold the whole house.
    return room.equals(ROOT) ? resideInAPackage(room) : resideInAPackage(room + "..");
  }

  private static ArchRule onlyKnows(String room, String... libraries) {
    return noClasses()
        .that(not(in(room)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries))
        .allowEmptyShould(true);
  }

  private static ArchRule knowsOnly(String room, String... others) {
    DescribedPredicate<JavaClass> allowed = in(room);
    for (String other : others) {
      allowed = allowed.or(in(other));
    }
    return noClasses()
        .that(in(room))
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(allowed)))
        .allowEmptyShould(true);
  }

  /** Public, and so is every class around it. */
  private static DescribedPredicate<JavaClass> areVisible() {
    return describe(
        "are visible to users",
        type -> {
          boolean visible = isVisible(type.getModifiers());
          for (var outer = type.getEnclosingClass(); outer.isPresent(); ) {
            visible &= isVisible(outer.get().getModifiers());
            outer = outer.get().getEnclosingClass();
          }
          return visible;
        });
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static ArchCondition<JavaClass> showOnlyOurOwnTypes() {
    DescribedPredicate<JavaClass> foreign =
        resideInAnyPackage(
                "org.subethamail..",
                "com.fasterxml.jackson..",
                "org.yaml.snakeyaml..",
                "org.bouncycastle..",
                "picocli..",
                "org.eclipse.angus..",
                "jakarta.mail..")
            .and(
                describe(
                    "not MimeMessage",
                    type -> !type.getName().equals("jakarta.mail.internet.MimeMessage")));
    return new ArchCondition<>("show no type of a library but MimeMessage") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Set<JavaType> supertypes = new LinkedHashSet<>(type.getInterfaces());
        type.getSuperclass().ifPresent(supertypes::add);
        report(type.getDescription(), raw(supertypes), events);
        report(type.getDescription(), bounds(type.getTypeParameters()), events);
        for (JavaMember member : type.getMembers()) {
          if (isVisible(member.getModifiers())) {
            report(member.getDescription(), shownBy(member), events);
          }
        }
      }

      private void report(String where, Set<JavaClass> shown, ConditionEvents events) {
        shown.stream()
            .map(JavaClass::getBaseComponentType)
            .filter(foreign)
            .map(type -> where + " shows " + type.getName())
            .forEach(text -> events.add(SimpleConditionEvent.violated(where, text)));
      }
    };
  }

  private static Set<JavaClass> shownBy(JavaMember member) {
    if (member instanceof JavaField field) {
      return raw(Set.of(field.getType()));
    }
    JavaCodeUnit codeUnit = (JavaCodeUnit) member;
    Set<JavaClass> shown = raw(codeUnit.getParameterTypes());
    shown.addAll(raw(Set.of(codeUnit.getReturnType())));
    shown.addAll(bounds(codeUnit.getTypeParameters()));
    shown.addAll(codeUnit.getExceptionTypes());
    return shown;
  }

  private static Set<JavaClass> raw(Collection<? extends JavaType> types) {
    Set<JavaClass> raw = new LinkedHashSet<>();
    types.forEach(type -> raw.addAll(type.getAllInvolvedRawTypes()));
    return raw;
  }

  private static Set<JavaClass> bounds(Collection<? extends JavaTypeVariable<?>> variables) {
    Set<JavaClass> bounds = new LinkedHashSet<>();
    variables.forEach(variable -> bounds.addAll(raw(variable.getUpperBounds())));
    return bounds;
  }

  /** One slice a package; the pattern syntax has no word for the root's own. */
  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      return name.equals(ROOT) || name.startsWith(ROOT + ".")
          ? SliceIdentifier.of(name)
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of " + ROOT;
    }
  }
}
