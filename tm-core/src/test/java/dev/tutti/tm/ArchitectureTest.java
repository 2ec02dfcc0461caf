package dev.tutti.tm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the directions between the packages of this module. */
@AnalyzeClasses(packages = "dev.tutti.tm", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule ONLY_THE_NARAYANA_PACKAGE_KNOWS_NARAYANA =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tutti.tm.narayana..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.arjuna..")
          .allowEmptyShould(true);
}
