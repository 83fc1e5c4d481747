package org.thorax;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.thorax");

  @Test
  void packagesFormNoCircle() {
    slices().matching("org.thorax.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theDataFlowsOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("files")
        .definedBy("org.thorax.files..")
        .layer("data")
        .definedBy("org.thorax.data..")
        .layer("dicom")
        .definedBy("org.thorax.dicom..")
        .layer("dataset")
        .definedBy("org.thorax.dataset..")
        .layer("preprocess")
        .definedBy("org.thorax.preprocess..")
        .layer("figure")
        .definedBy("org.thorax.figure..")
        .layer("settings")
        .definedBy("org.thorax.settings..")
        .layer("image")
        .definedBy("org.thorax.image..")
        .layer("metrics")
        .definedBy("org.thorax.metrics..")
        .layer("phantom")
        .definedBy("org.thorax.phantom..")
        .layer("input")
        .definedBy("org.thorax.input..")
        .layer("hdf5")
        .definedBy("org.thorax.hdf5..")
        .layer("network")
        .definedBy("org.thorax.network..")
        .layer("keras")
        .definedBy("org.thorax.keras..")
        .layer("train")
        .definedBy("org.thorax.train..")
        .layer("evaluate")
        .definedBy("org.thorax.evaluate..")
        .layer("name")
        .definedBy("org.thorax.name..")
        .layer("log")
        .definedBy("org.thorax.log..")
        .layer("experiment")
        .definedBy("org.thorax.experiment..")
        .layer("explain")
        .definedBy("org.thorax.explain..")
        .layer("serve")
        .definedBy("org.thorax.serve..")
        .layer("cli")
        .definedBy("org.thorax.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("explain")
        .mayOnlyBeAccessedByLayers("serve", "cli")
        .whereLayer("serve")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("experiment")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("name")
        .mayOnlyBeAccessedByLayers("log", "experiment", "cli")
        .whereLayer("log")
        .mayOnlyBeAccessedByLayers("experiment", "serve", "cli")
        .whereLayer("phantom")
        .mayOnlyBeAccessedByLayers("serve", "cli")
        .whereLayer("evaluate")
        .mayOnlyBeAccessedByLayers("explain", "experiment", "serve", "cli")
        .whereLayer("train")
        .mayOnlyBeAccessedByLayers("experiment", "cli")
        .whereLayer("keras")
        .mayOnlyBeAccessedByLayers("experiment", "serve", "cli")
        .whereLayer("input")
        .mayOnlyBeAccessedByLayers("train", "preprocess", "experiment", "cli")
        .whereLayer("network")
        .mayOnlyBeAccessedByLayers(
            "keras", "train", "evaluate", "explain", "experiment", "serve", "cli")
        .whereLayer("hdf5")
        .mayOnlyBeAccessedByLayers("keras")
        .whereLayer("dataset")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("figure")
        .mayOnlyBeAccessedByLayers("dataset", "cli")
        .whereLayer("settings")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("data")
        .mayOnlyBeAccessedByLayers("input", "dataset", "preprocess", "experiment", "cli")
        .whereLayer("dicom")
        .mayOnlyBeAccessedByLayers("image")
        .whereLayer("preprocess")
        .mayOnlyBeAccessedByLayers("experiment", "cli")
        .whereLayer("image")
        .mayOnlyBeAccessedByLayers(
            "input", "dataset", "preprocess", "evaluate", "explain", "experiment", "serve")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("train", "experiment")
        .check(CLASSES);
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
            "org.thorax.image..",
            "org.thorax.input..",
            "org.thorax.metrics..",
            "org.thorax.phantom..",
            "org.thorax.files..",
            "org.thorax.serve..",
            "org.thorax.log..",
            "org.thorax.name..",
            "org.thorax.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.tensorflow..")
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
}
