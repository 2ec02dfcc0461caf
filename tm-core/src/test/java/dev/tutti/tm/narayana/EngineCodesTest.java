package dev.tutti.tm.narayana;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.arjuna.AtomicAction;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import dev.tutti.tm.recovery.Codes;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An operator can ask for every code that the engine can log or throw in our configuration. */
class EngineCodesTest {

  private static final String LOGGERS = "I18NLogger";

  /** What our configuration never starts: the engine's own recovery, stores and other records. */
  private static final Pattern NEVER_USED =
      Pattern.compile(
          ".*\\.(XARecoveryModule|TransactionStatus\\w+|RecoveryManager\\w*|PeriodicRecovery|Listener"
              + "|ActionStatusService|RecActivatorLoader|ShadowingStore|FileSystemStore|FileLock"
              + "|\\w*PersistenceRecord|ActivationRecord|CadaverRecord|DisposeRecord|RecoveryRecord"
              + "|CommitMarkableResourceRecord\\w*|XATxConverter|LastResourceRecord"
              + "|ObjectStoreEnvironmentBean)");

  @Test
  void everyOneIsExplained() throws Exception {
    JavaClasses classes =
        new ClassFileImporter()
            .importLocations(
                Set.of(
                    Location.of(
                        AtomicAction.class.getProtectionDomain().getCodeSource().getLocation()),
                    Location.of(
                        Path.of(
                            NarayanaEngine.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()))));
    Set<String> codes = new TreeSet<>();
    Reachable reachable = new Reachable(classes, NarayanaEngine.class.getPackageName());
    for (JavaCodeUnit unit : reachable.units()) {
      if (NEVER_USED.matcher(unit.getOwner().getName()).matches()) {
        continue;
      }
      unit.getMethodCallsFromSelf().stream()
          .filter(call -> call.getTargetOwner().getName().endsWith(LOGGERS))
          .forEach(
              call ->
                  call.getTargetOwner().getMethods().stream()
                      .filter(m -> m.getName().equals(call.getName()))
                      .forEach(m -> codes.add(code(m))));
    }
    assertThat(codes).as("what the analysis finds").hasSizeGreaterThan(100);
    assertThat(Codes.known()).containsAll(codes);
  }

  private static String code(JavaMethod method) {
    for (JavaAnnotation<?> annotation : method.getAnnotations()) {
      if (annotation.getRawType().getSimpleName().equals("Message")) {
        int id = (int) annotation.get("id").orElseThrow();
        return String.format(Locale.ROOT, "ARJUNA%06d", id);
      }
    }
    throw new AssertionError(method.getFullName() + " has no code");
  }
}
