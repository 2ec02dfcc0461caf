package dev.tutti.xa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tutti.xa", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String JDBC = "dev.tutti.xa.jdbc..";
  private static final String JMS = "dev.tutti.xa.jms..";
  private static final String CACHE = "dev.tutti.xa.cache..";

  @ArchTest static final ArchRule databasesKnowNoOtherAdapter = never(JDBC, JMS, CACHE);

  @ArchTest static final ArchRule queuesKnowNoOtherAdapter = never(JMS, JDBC, CACHE);

  @ArchTest static final ArchRule cachesKnowNoOtherAdapter = never(CACHE, JDBC, JMS);

  @ArchTest
  static final ArchRule theConfigurationFindsAdaptersAndKnowsNone =
      never("dev.tutti.xa.config..", JDBC, JMS, CACHE);

  @ArchTest
  static final ArchRule adaptersSeeTheSpiOfTheTransactionSystemOnly =
      noClasses()
          .that()
          .resideInAnyPackage(JDBC, JMS, CACHE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tutti.tm",
              "dev.tutti.tm.narayana..",
              "dev.tutti.tm.log..",
              "dev.tutti.tm.branch..",
              "dev.tutti.tm.sync..",
              "dev.tutti.tm.recovery..",
              "dev.tutti.app..");

  @ArchTest static final ArchRule onlyTheEngineKnowsNarayana = never("..", "com.arjuna..");

  @ArchTest
  static final ArchRule noJavaDeserialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");

  private static ArchRule never(String who, String... whom) {
    return noClasses()
        .that()
        .resideInAPackage(who)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(whom);
  }
}
