package dev.tutti.tm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tutti.tm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.tutti.tm";

  @ArchTest
  static final ArchRule onlyTheEngineKnowsNarayana =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".narayana")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.arjuna..");

  @ArchTest
  static final ArchRule noCircle = slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule aPackageUsesOnlyLowerFloors =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("containers")
          .definedBy(ROOT + ".cdi", ROOT + ".spring")
          .layer("meters")
          .definedBy(ROOT + ".metrics")
          .layer("system")
          .definedBy(ROOT)
          .layer("beans")
          .definedBy(ROOT + ".jmx")
          .layer("engine")
          .definedBy(ROOT + ".narayana")
          .layer("recovering")
          .definedBy(ROOT + ".recovery.internal", ROOT + ".recovery.socket")
          .layer("doors")
          .definedBy(ROOT + ".transactional..")
          .layer("facades")
          .definedBy(ROOT + ".sync", ROOT + ".recovery")
          .layer("branch")
          .definedBy(ROOT + ".branch")
          .layer("log")
          .definedBy(ROOT + ".log")
          .layer("spi")
          .definedBy(ROOT + ".spi")
          .layer("values")
          .definedBy(ROOT + ".outcome", ROOT + ".config", ROOT + ".json")
          .whereLayer("containers")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("meters")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("beans")
          .mayOnlyBeAccessedByLayers("system")
          .whereLayer("system")
          .mayOnlyBeAccessedByLayers("containers")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("system")
          .whereLayer("recovering")
          .mayOnlyBeAccessedByLayers("system")
          .whereLayer("doors")
          .mayOnlyBeAccessedByLayers("containers", "system")
          .whereLayer("facades")
          .mayOnlyBeAccessedByLayers(
              "containers", "meters", "system", "beans", "recovering", "doors")
          .whereLayer("branch")
          .mayOnlyBeAccessedByLayers("system", "engine", "recovering", "doors", "facades")
          .whereLayer("log")
          .mayOnlyBeAccessedByLayers("system", "engine", "recovering", "branch");

  @ArchTest
  static final ArchRule whatAdaptersSeeKnowsNothingInternal =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".spi", ROOT + ".outcome", ROOT + ".config")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT,
              ROOT + ".narayana..",
              ROOT + ".log..",
              ROOT + ".branch..",
              ROOT + ".sync..",
              ROOT + ".transactional..",
              ROOT + ".recovery..");

  /** An application that has neither must not need their classes. */
  @ArchTest
  static final ArchRule onlyTheContainersPackagesKnowContainers =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".cdi", ROOT + ".spring")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.enterprise..",
              "jakarta.inject..",
              "jakarta.interceptor..",
              "jakarta.annotation..",
              "org.jboss.weld..",
              "org.apache.webbeans..",
              "org.springframework..");

  /** The same for the library of meters, and for a JVM without management. */
  @ArchTest
  static final ArchRule onlyTheMetersKnowMicrometer =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".metrics")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule onlyTheBeansKnowManagement =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".jmx")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax.management..", "java.lang.management..");

  @ArchTest
  static final ArchRule outcomesAndConfigurationUseNothingElseOfTutti =
      classes()
          .that()
          .resideInAnyPackage(ROOT + ".outcome", ROOT + ".config")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".outcome", ROOT + ".config", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule noJavaDeserialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");

  @ArchTest
  static final ArchRule nothingIsDecidedByTheWallClock =
      noClasses()
          .that()
          // They stamp decisions for people to read, and compare them with nothing.
          .haveNameNotMatching(".*(NarayanaEngine\\$Decisions|recovery.internal.WallClock)")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.time\\.(Instant|Clock|LocalDateTime|ZonedDateTime)")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.(Date|Calendar|Timer)");

  @ArchTest
  static final ArchRule theLibraryNeverEndsTheProcess =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .orShould()
          .callMethod(Runtime.class, "addShutdownHook", Thread.class);
}
