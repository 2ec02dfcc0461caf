package dev.tutti.tm.narayana;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The code that a package can reach: what it calls, and for a call of a virtual method every
 * override in a class that is made somewhere on the way. More than what really runs, never less.
 */
final class Reachable {

  private final JavaClasses classes;
  private final Set<JavaCodeUnit> units = new LinkedHashSet<>();
  private final Deque<JavaCodeUnit> work = new ArrayDeque<>();
  private final Set<JavaClass> made = new LinkedHashSet<>();
  private final Set<JavaClass> initialised = new HashSet<>();
  private final Set<Called> called = new LinkedHashSet<>();

  private record Called(String owner, String signature) {}

  Reachable(JavaClasses classes, String from) {
    this.classes = classes;
    classes.stream()
        .filter(c -> c.getPackageName().equals(from))
        .forEach(
            c -> {
              make(c);
              c.getCodeUnits().forEach(this::reach);
            });
    while (!work.isEmpty()) {
      follow(work.remove());
    }
  }

  Set<JavaCodeUnit> units() {
    return units;
  }

  private void reach(JavaCodeUnit unit) {
    if (classes.contain(unit.getOwner().getName()) && units.add(unit)) {
      initialise(unit.getOwner());
      work.add(unit);
    }
  }

  private void follow(JavaCodeUnit unit) {
    Stream<JavaCodeUnitAccess<?>> accesses =
        Stream.of(
                unit.getCallsFromSelf(),
                unit.getMethodReferencesFromSelf(),
                unit.getConstructorReferencesFromSelf())
            .flatMap(Set::stream);
    accesses.forEach(
        access -> {
          JavaClass owner = access.getTargetOwner();
          access.getTarget().resolveMember().ifPresent(member -> reach((JavaCodeUnit) member));
          if (access.getTarget().getName().equals("<init>")) {
            make(owner);
          } else if (classes.contain(owner.getName())) {
            initialise(owner);
            call(new Called(owner.getName(), signature(access)));
          }
        });
    unit.getFieldAccesses().forEach(field -> initialise(field.getTargetOwner()));
    unit.getReferencedClassObjects().forEach(object -> make(object.getRawType()));
  }

  private void initialise(JavaClass type) {
    if (classes.contain(type.getName()) && initialised.add(type)) {
      type.getStaticInitializer().ifPresent(this::reach);
      type.getRawSuperclass().ifPresent(this::initialise);
    }
  }

  private void make(JavaClass type) {
    if (classes.contain(type.getName())) {
      initialise(type);
      if (made.add(type)) {
        called.forEach(each -> override(type, each));
      }
    }
  }

  private void call(Called each) {
    if (called.add(each)) {
      made.forEach(type -> override(type, each));
    }
  }

  private void override(JavaClass type, Called each) {
    if (!type.isAssignableTo(each.owner())) {
      return;
    }
    List<JavaClass> line = new ArrayList<>(List.of(type));
    line.addAll(type.getAllRawSuperclasses());
    line.stream()
        .flatMap(c -> c.getMethods().stream())
        .filter(m -> signature(m).equals(each.signature()))
        .forEach(this::reach);
  }

  private static String signature(JavaCodeUnit unit) {
    return unit.getName() + unit.getRawParameterTypes().stream().map(JavaClass::getName).toList();
  }

  private static String signature(JavaCodeUnitAccess<?> access) {
    return access.getTarget().getName()
        + access.getTarget().getRawParameterTypes().stream().map(JavaClass::getName).toList();
  }
}
