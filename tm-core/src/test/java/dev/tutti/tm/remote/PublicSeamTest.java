package dev.tutti.tm.remote;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The remote participant needs nothing but what everybody has. */
@AnalyzeClasses(packages = "dev.tutti.tm.remote")
class PublicSeamTest {

  @ArchTest
  static final ArchRule aRemoteParticipantNeedsThePublicSpiAlone =
      classes()
          .that(
              new DescribedPredicate<JavaClass>("are its parts") {
                @Override
                public boolean test(JavaClass type) {
                  String name = type.getName().substring("dev.tutti.tm.remote.".length());
                  return !name.matches("(PipeChild|\\w+Test).*");
                }
              })
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.tutti.tm.spi",
              "dev.tutti.tm.outcome",
              "dev.tutti.tm.remote",
              "java..",
              "javax.transaction.xa");
}
