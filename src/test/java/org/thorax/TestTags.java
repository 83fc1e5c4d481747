package org.thorax;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.params.provider.MethodSource;

/** The tags of every test, and what each test calls, found in the compiled classes. */
final class TestTags {
  private static final Set<String> TESTS =
      Set.of(
          "org.junit.jupiter.api.Test",
          "org.junit.jupiter.api.RepeatedTest",
          "org.junit.jupiter.api.TestFactory",
          "org.junit.jupiter.params.ParameterizedTest",
          "net.jqwik.api.Property",
          "net.jqwik.api.Example");

  private static final Set<String> FIXTURES =
      Set.of(
          BeforeAll.class.getName(),
          BeforeEach.class.getName(),
          AfterAll.class.getName(),
          AfterEach.class.getName(),
          "net.jqwik.api.lifecycle.BeforeContainer",
          "net.jqwik.api.lifecycle.BeforeProperty",
          "net.jqwik.api.lifecycle.BeforeTry");

  private static final String RECORDED = "org.thorax.oracle.KerasModel.recorded(";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages("org.thorax");

  private static final Map<JavaCodeUnit, Set<JavaCodeUnit>> CALLED = new HashMap<>();

  private TestTags() {}

  /** A test method with its tags and those of its class. */
  record TaggedTest(JavaMethod method, Set<String> tags) {
    String name() {
      return method.getOwner().getName() + "#" + method.getName();
    }
  }

  static List<TaggedTest> all() {
    return CLASSES.stream()
        .flatMap(each -> each.getMethods().stream())
        .filter(method -> isOneOf(method, TESTS))
        .map(method -> new TaggedTest(method, tags(method)))
        .toList();
  }

  /**
   * Whether a test, or what is set up for it, calls a method of these in the end, other than by way
   * of {@code KerasModel.recorded}.
   */
  static boolean reaches(TaggedTest test, Map<String, Set<String>> methodsByClass) {
    Deque<JavaCodeUnit> next = new ArrayDeque<>(starts(test.method()));
    Set<JavaCodeUnit> seen = new HashSet<>(next);
    while (!next.isEmpty()) {
      JavaCodeUnit unit = next.remove();
      if (methodsByClass
          .getOrDefault(unit.getOwner().getName(), Set.of())
          .contains(unit.getName())) {
        return true;
      }
      CALLED.computeIfAbsent(unit, TestTags::called).stream().filter(seen::add).forEach(next::add);
    }
    return false;
  }

  private static List<JavaCodeUnit> starts(JavaMethod test) {
    List<JavaCodeUnit> starts = new ArrayList<>(List.of(test));
    for (JavaClass each : withOuter(test.getOwner())) {
      starts.addAll(each.getConstructors());
      each.getStaticInitializer().ifPresent(starts::add);
      each.getMethods().stream().filter(m -> isOneOf(m, FIXTURES)).forEach(starts::add);
    }
    Set<String> sources = new HashSet<>();
    test.tryGetAnnotationOfType(MethodSource.class)
        .ifPresent(
            source ->
                sources.addAll(
                    source.value().length == 0
                        ? List.of(test.getName())
                        : Arrays.asList(source.value())));
    test.getOwner().getMethods().stream()
        .filter(method -> sources.contains(method.getName()))
        .forEach(starts::add);
    return starts;
  }

  /** Methods and constructors of tests that it calls or refers to, and initialisers on the way. */
  private static Set<JavaCodeUnit> called(JavaCodeUnit unit) {
    List<JavaAccess<?>> accesses = new ArrayList<>(unit.getAccessesFromSelf());
    accesses.addAll(unit.getMethodReferencesFromSelf());
    accesses.addAll(unit.getConstructorReferencesFromSelf());
    return accesses.stream()
        .filter(access -> access.getTargetOwner().getName().startsWith("org.thorax."))
        .flatMap(
            access -> {
              Stream<JavaCodeUnit> target =
                  access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget code
                      ? code.resolveMember().stream().map(JavaCodeUnit.class::cast)
                      : Stream.empty();
              return Stream.concat(
                  target,
                  access.getTargetOwner().getStaticInitializer().stream()
                      .map(JavaCodeUnit.class::cast));
            })
        .filter(each -> !each.getFullName().startsWith(RECORDED))
        .collect(Collectors.toSet());
  }

  private static Set<String> tags(JavaMethod method) {
    Set<String> tags = new TreeSet<>(tags(method.getAnnotations()));
    for (JavaClass each : withOuter(method.getOwner())) {
      tags.addAll(tags(each.getAnnotations()));
    }
    return tags;
  }

  private static List<String> tags(Collection<? extends JavaAnnotation<?>> annotations) {
    List<String> tags = new ArrayList<>();
    for (JavaAnnotation<?> annotation : annotations) {
      String type = annotation.getRawType().getName();
      if (type.equals(Tag.class.getName())) {
        tags.add(annotation.as(Tag.class).value());
      } else if (type.equals(Tags.class.getName())) {
        Arrays.stream(annotation.as(Tags.class).value()).map(Tag::value).forEach(tags::add);
      }
    }
    return tags;
  }

  private static List<JavaClass> withOuter(JavaClass test) {
    List<JavaClass> classes = new ArrayList<>(List.of(test));
    test.getEnclosingClass().ifPresent(outer -> classes.addAll(withOuter(outer)));
    return classes;
  }

  private static boolean isOneOf(JavaMethod method, Set<String> annotations) {
    return method.getAnnotations().stream()
        .anyMatch(annotation -> annotations.contains(annotation.getRawType().getName()));
  }
}
