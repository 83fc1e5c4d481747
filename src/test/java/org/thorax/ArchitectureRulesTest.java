package org.thorax;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Session;
import org.thorax.model.DeviceSession;

class ArchitectureRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.thorax");

  @Test
  void packagesFormNoCircle() {
    slices().matching("org.thorax.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /** From top to bottom; each may use those below it. */
  private static final List<String> GROUPS =
      List.of(
          "app",
          "api",
          "experiment",
          "explain",
          "ensemble",
          "inference",
          "training",
          "evaluation",
          "model",
          "data",
          "formats");

  @Test
  void everyGroupUsesOnlyThoseBelowIt() {
    for (int i = 1; i < GROUPS.size(); i++) {
      String[] above =
          GROUPS.subList(0, i).stream().map(ArchitectureRulesTest::group).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(group(GROUPS.get(i)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(above)
          .check(CLASSES);
    }
  }

  @Test
  void everyClassIsInAGroup() {
    classes()
        .should()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of("org.thorax"), GROUPS.stream().map(ArchitectureRulesTest::group))
                .toArray(String[]::new))
        .check(CLASSES);
  }

  private static String group(String name) {
    return "org.thorax." + name + "..";
  }

  @Test
  void onlyTheGraphsGroupsKnowTensorFlow() {
    noClasses()
        .that()
        .resideInAnyPackage(
            group("app"),
            group("api"),
            group("experiment"),
            group("evaluation"),
            group("data"),
            group("formats"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.tensorflow..")
        .check(CLASSES);
  }

  @Test
  void everySessionIsConfiguredByItsDevice() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(DeviceSession.class.getName())
        .should()
        .callConstructorWhere(
            JavaCall.Predicates.target(HasOwner.Predicates.With.owner(type(Session.class))))
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrintsAndEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.thorax.app.cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void onlyTheRegistryKnowsGooglesLibraries() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.thorax.experiment.registry..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.cloud..", "com.google.auth..", "com.google.api..")
        .check(CLASSES);
  }

  /** More of them belong together in records of their own. */
  private static final int MOST_PARAMETERS = 6;

  private static final Map<String, String> LONGER =
      Map.of(
          "Benchmark", "the keys of a benchmark's file",
          "ExperimentEntry", "the keys of a log entry",
          "RunIdentity", "its text is hashed into saved states",
          "DatasetDescription", "the keys of a description",
          "LabelRule", "the keys of a description's labels",
          "ExaminationRule", "the keys of a description's examination");

  @Test
  void recordsAndParameterListsAreShort() {
    Stream<String> records =
        CLASSES.stream()
            .filter(each -> each.isRecord() && components(each) > MOST_PARAMETERS)
            .map(JavaClass::getSimpleName);
    Stream<String> constructors =
        CLASSES.stream()
            .flatMap(each -> each.getConstructors().stream())
            .filter(each -> parameters(each) > MOST_PARAMETERS)
            .map(each -> each.getOwner().getSimpleName());
    Stream<String> methods =
        CLASSES.stream()
            .flatMap(each -> each.getMethods().stream())
            .filter(each -> !each.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(each -> each.getRawParameterTypes().size() > MOST_PARAMETERS)
            .map(each -> each.getOwner().getSimpleName() + "." + each.getName());
    assertEquals(
        LONGER.keySet(),
        Stream.of(records, constructors, methods).flatMap(all -> all).collect(Collectors.toSet()));
  }

  private static long components(JavaClass type) {
    return type.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .count();
  }

  /** Without those that the compiler adds. */
  private static int parameters(JavaConstructor constructor) {
    JavaClass owner = constructor.getOwner();
    if (owner.isAnonymousClass()) {
      return 0;
    }
    boolean outer = owner.isInnerClass() && !owner.getModifiers().contains(JavaModifier.STATIC);
    int added = owner.isEnum() ? 2 : outer ? 1 : 0;
    return constructor.getRawParameterTypes().size() - added;
  }

  /** Upper and lower case count as one: DatasetReader beside DataSetReader is a twin, too. */
  @Test
  void noTwoClassesShareASimpleName() {
    Map<String, List<String>> twins =
        CLASSES.stream()
            .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    each -> each.getSimpleName().toLowerCase(Locale.ROOT),
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    twins.values().removeIf(names -> names.size() == 1);
    assertEquals(Map.of(), twins);
  }
}
