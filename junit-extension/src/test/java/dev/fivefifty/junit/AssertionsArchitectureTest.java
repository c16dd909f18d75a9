package dev.fivefifty.junit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who asks nothing by AssertJ need not have it. */
@AnalyzeClasses(packages = "dev.fivefifty.junit", importOptions = DoNotIncludeTests.class)
class AssertionsArchitectureTest {
  private static final DescribedPredicate<JavaClass> ASSERTIONS =
      simpleNameEndingWith("Assert")
          .or(simpleName("FiveFiftyAssertions"))
          .or(simpleName("Sentence"))
          .or(DescribedPredicate.describe("in them", AssertionsArchitectureTest::isInside));

  private static boolean isInside(JavaClass type) {
    return type.getEnclosingClass()
        .filter(outer -> outer.getSimpleName().equals("Sentence"))
        .isPresent();
  }

  @ArchTest
  static final ArchRule onlyAssertionsKnowAssertJ =
      noClasses()
          .that(DescribedPredicate.not(ASSERTIONS))
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.assertj..").or(ASSERTIONS));

  @ArchTest
  static final ArchRule onlyPatienceKnowsAwaitility =
      noClasses()
          .that(DescribedPredicate.not(simpleName("Patience")))
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.awaitility.."));
}
