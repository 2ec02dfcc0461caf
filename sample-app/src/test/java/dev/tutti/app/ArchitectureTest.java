package dev.tutti.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tutti.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theCommandsAreWiredAndNothingPointsBackAtThem =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tutti.app.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tutti.app.cli..");

  @ArchTest
  static final ArchRule theWorkDoesNotKnowItsWiring =
      noClasses()
          .that()
          .resideInAPackage("dev.tutti.app.sync..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tutti.app.wiring..");

  @ArchTest
  static final ArchRule onlyTheWiringKnowsAdapters =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tutti.app.wiring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tutti.xa.jdbc..", "dev.tutti.xa.jms..", "dev.tutti.xa.cache..");

  @ArchTest
  static final ArchRule theAdminKnowsARecoveryAdminAndNothingOfWhoGivesIt =
      noClasses()
          .that()
          .resideInAPackage("dev.tutti.app.admin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tutti.app.cli..",
              "dev.tutti.app.orders..",
              "dev.tutti.app.sync..",
              "dev.tutti.app.wiring..",
              "dev.tutti.tm",
              "dev.tutti.tm.narayana..",
              "dev.tutti.tm.recovery.internal..",
              "dev.tutti.tm.recovery.socket..",
              "dev.tutti.xa..");

  @ArchTest
  static final ArchRule onlyTheAdminSpeaksHttp =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tutti.app.admin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule onlyMainEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.tutti.app.cli.Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule onlyTheEngineKnowsNarayana =
      noClasses().should().dependOnClassesThat().resideInAPackage("com.arjuna..");

  @ArchTest
  static final ArchRule noJavaDeserialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");
}
