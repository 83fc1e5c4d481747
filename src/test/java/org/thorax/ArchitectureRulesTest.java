package org.thorax;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.tensorflow.Session;
import org.thorax.network.DeviceSession;

class ArchitectureRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.thorax");

  @Test
  void packagesFormNoCircle() {
    slices().matching("org.thorax.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /** Each package and who may use it; a package that is not here is free. */
  private static final String USERS =
      """
      cli <-
      wiki <- cli
      reevaluate <- cli
      plan <- cli
      benchmark <- cli reevaluate serve wiki
      serve <- cli
      explain <- serve cli
      experiment <- serve cli benchmark reevaluate wiki
      log <- comparison experiment serve cli benchmark reevaluate wiki
      name <- log experiment cli benchmark serve plan
      ensemble <- explain experiment serve cli
      comparison <- serve cli
      report <- comparison experiment serve cli reevaluate
      phantom <- serve cli
      evaluate <- ensemble explain experiment serve cli
      train <- experiment cli benchmark
      tensorboard <- train experiment
      keras <- explain ensemble experiment serve cli reevaluate
      input <- train preprocess evaluate experiment cli reevaluate
      network <- keras explain train evaluate ensemble experiment serve doctor cli reevaluate benchmark
      hdf5 <- keras
      dataset <- cli
      figure <- dataset report comparison experiment serve cli explain wiki
      settings <- cli
      doctor <- cli
      storage <- experiment serve cli
      data <- input dataset preprocess evaluate report comparison log ensemble experiment cli benchmark wiki
      dicom <- image
      preprocess <- experiment cli
      image <- input dataset preprocess evaluate explain experiment serve cli benchmark
      metrics <- train report comparison ensemble experiment serve cli reevaluate
      """;

  @Test
  void theDataFlowsOneWay() {
    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String line : USERS.lines().toList()) {
      String layer = line.substring(0, line.indexOf(' '));
      layers = layers.layer(layer).definedBy("org.thorax." + layer + "..");
    }
    for (String line : USERS.lines().toList()) {
      String[] parts = line.split(" <- ?", -1);
      layers =
          parts[1].isEmpty()
              ? layers.whereLayer(parts[0]).mayNotBeAccessedByAnyLayer()
              : layers.whereLayer(parts[0]).mayOnlyBeAccessedByLayers(parts[1].split(" ", -1));
    }
    layers.check(CLASSES);
  }

  @Test
  void onlyTheGraphsPackagesKnowTensorFlow() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.thorax.data..",
            "org.thorax.dicom..",
            "org.thorax.dataset..",
            "org.thorax.preprocess..",
            "org.thorax.figure..",
            "org.thorax.settings..",
            "org.thorax.storage..",
            "org.thorax.doctor..",
            "org.thorax.image..",
            "org.thorax.input..",
            "org.thorax.metrics..",
            "org.thorax.report..",
            "org.thorax.comparison..",
            "org.thorax.phantom..",
            "org.thorax.files..",
            "org.thorax.log..",
            "org.thorax.wiki..",
            "org.thorax.name..",
            "org.thorax.serve..",
            "org.thorax.cli..")
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
        .resideOutsideOfPackage("org.thorax.cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void onlyStorageKnowsGooglesLibraries() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.thorax.storage..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.cloud..", "com.google.auth..", "com.google.api..")
        .check(CLASSES);
  }
}
