package dev.fivefifty.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the extension may know and keep. */
@AnalyzeClasses(packages = "dev.fivefifty.junit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule annotationsKeepTheirStateInTheStore =
      fields()
          .that(areOfExtensionsOfAnnotations())
          .should()
          .beStatic()
          .because("JUnit makes one of a class, and runs its tests in parallel")
          // They have none at all.
          .allowEmptyShould(true);

  private static DescribedPredicate<JavaField> areOfExtensionsOfAnnotations() {
    Set<String> names =
        Stream.of(
                FiveFiftyTest.class,
                SmtpRule.class,
                SmtpRules.class,
                Scenario.class,
                ReplyTest.class,
                FaultTest.class)
            .flatMap(type -> Stream.of(type.getAnnotation(ExtendWith.class).value()))
            .map(Class::getName)
            .collect(Collectors.toSet());
    return DescribedPredicate.describe(
        "are of extensions of annotations", field -> names.contains(field.getOwner().getName()));
  }

  @ArchTest
  static final ArchRule serverRoomsStayClosed =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.fivefifty.smtp..",
              "dev.fivefifty.fault..",
              "dev.fivefifty.cli..",
              "org.subethamail..",
              "com.fasterxml.jackson..",
              "picocli..")
          .because("the extension is a user of the server like any other");
}
