package dev.fivefifty.junit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.extension.Extension;

/** What the extension may know and keep. */
@AnalyzeClasses(packages = "dev.fivefifty.junit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule annotationsKeepTheirStateInTheStore =
      noFields()
          .that()
          .areDeclaredInClassesThat(
              assignableTo(Extension.class).and(not(assignableTo(FiveFiftyExtension.class))))
          .and()
          .doNotHaveModifier(STATIC)
          .should()
          .beDeclaredInClassesThat(assignableTo(Extension.class))
          .because("JUnit makes one of a class, and runs its tests in parallel")
          .allowEmptyShould(true);

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

  @ArchTest
  static final ArchRule onlyAssertionsKnowAssertJ =
      noClasses()
          .that()
          .haveSimpleNameNotContaining("Assert")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.assertj..")
          .because("who asserts with something else need not have AssertJ");
}
