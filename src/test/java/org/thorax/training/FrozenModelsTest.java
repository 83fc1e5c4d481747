package org.thorax.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;
import org.thorax.model.FlatGraph;
import org.thorax.model.Model;
import org.thorax.model.keras.KerasExport;
import org.thorax.model.keras.ModelReader;

/** Frozen layers and nested models, trained as the Keras trains that saved them. */
@Tag("oracle")
class FrozenModelsTest {
  /** Of the largest value; what Keras 3 itself is away from Keras 2. */
  private static final double ROUNDING = 2e-5;

  @TempDir private Path work;

  @Test
  void kerasFilesPredictAndTrainAsInKeras() {
    FrozenModels models = FrozenModels.make(false);
    Map<String, Map<String, Double>> apart = new TreeMap<>();
    for (String name : inFiles(models)) {
      for (String ending : List.of(".h5", ".keras")) {
        compare(models, name, models.file(name, ending), apart);
      }
    }
    assertThat(apart).isEmpty();
  }

  @Test
  void whatIsImportedAndExportedAgainTrainsTheSame() {
    importedAndExported("doubly");
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = {"flat", "nested", "sequential"})
  void whatIsImportedAndExportedAgainTrainsTheSameInOtherShapes(String shape) {
    importedAndExported(shape);
  }

  private void importedAndExported(String shape) {
    FrozenModels models = FrozenModels.make(false);
    Map<String, Map<String, Double>> apart = new TreeMap<>();
    for (String name : inFiles(models)) {
      if (name.contains(shape)) {
        Path imported = FrozenModels.imported(models.file(name, ".h5"), work.resolve(name));
        compare(models, name, imported, apart);
        Path h5 =
            FrozenModels.exported(imported, KerasExport.Format.H5, work.resolve(name + ".h5"));
        compare(models, name, h5, apart);
        Path archive = work.resolve(name + ".keras");
        compare(models, name, FrozenModels.exported(h5, KerasExport.Format.KERAS, archive), apart);
      }
    }
    assertThat(apart).isEmpty();
  }

  @Test
  void savedModelsTrainAsInKerasAndAgainAfterImport() {
    savedModels(FrozenModels.make(false), 10);
  }

  @Tag("exhaustive")
  @Test
  void savedModelsOfMoreKindsTrainAsInKerasAndAgainAfterImport() {
    savedModels(FrozenModels.make(true), 32);
  }

  @Test
  void unfrozenEverythingIsTrainedButACallWithTrainingFalseRemainsOne() {
    FrozenModels models = FrozenModels.make(false);
    for (String name : List.of("keras2-doubly-both", "keras3-doubly-base")) {
      try (Model model = ModelReader.openForTraining(models.file(name, ".h5"))) {
        FlatGraph frozen = model.flat();
        FlatGraph all = frozen.unfrozen();
        assertThat(frozen.frozenVariables()).isEqualTo(10);
        assertThat(all.frozenVariables()).isZero();
        assertThat(all.variables().stream().filter(each -> each.trainable())).hasSize(14);
        assertThat(all.inTraining().batchNorms().stream().filter(each -> each.followsBatches()))
            .hasSize(name.endsWith("both") ? 1 : 4);
      }
    }
  }

  @Test
  void namesThatSpeakAgainstTheOrderOfTheWeightsStopEverything() {
    Path folder = FrozenModels.make(false).folder();
    assertThatThrownBy(() -> ModelReader.open(folder.resolve("other-flags.h5")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("other-flags.h5")
        .hasMessageContaining("array 1 of layer 'base' should be conv2/kernel")
        .hasMessageContaining("its name is conv1/kernel:0");
  }

  @Test
  void namesThatAreNotTheLayersOwnSayNothing() {
    FrozenModels models = FrozenModels.make(false);
    Path file = models.folder().resolve("other-names.h5");
    assertThat(models.differences("keras2-nested-plain", file).values())
        .allMatch(difference -> difference <= ROUNDING);
  }

  private void savedModels(FrozenModels models, int atLeast) {
    Map<String, Map<String, Double>> apart = new TreeMap<>();
    int compared = 0;
    for (String name : models.names()) {
      Path folder = models.file(name, "");
      // What Keras 2 forgets of a frozen model in a file is in its SavedModel.
      boolean otherInFile = models.names().contains(name + "-saved");
      // Keras 3's export has one graph in inference mode, which does not specify how it was called.
      boolean unsaid = name.matches("keras3-.*call");
      if (Files.isDirectory(folder) && !otherInFile && !unsaid) {
        // Nor does it name the momentum.
        String moving = name.startsWith("keras3") ? "/moving_" : "nothing";
        compare(models, name, folder, moving, apart);
        Path imported = FrozenModels.imported(folder, work.resolve(name));
        compare(models, name, imported, moving, apart);
        Path again = FrozenModels.imported(imported, work.resolve(name + "-2"));
        compare(models, name, again, moving, apart);
        compared++;
      }
    }
    assertThat(apart).isEmpty();
    assertThat(compared).isGreaterThanOrEqualTo(atLeast);
  }

  private static List<String> inFiles(FrozenModels models) {
    return models.names().stream().filter(name -> !name.endsWith("-saved")).toList();
  }

  /** Compares with Keras where the file's own Keras says how moving statistics move. */
  private static void compare(
      FrozenModels models, String name, Path file, Map<String, Map<String, Double>> apart) {
    // Keras 2 corrects the variance of maps for the batch's size, Keras 3 does not.
    boolean other =
        !file.startsWith(models.folder())
            && file.toString().endsWith(name.startsWith("keras3") ? ".h5" : ".keras");
    compare(models, name, file, other ? "moving_variance" : "nothing", apart);
  }

  /**
   * Compares with Keras.
   *
   * @param unsaid what may differ where training moves it, for the file does not specify how
   */
  private static void compare(
      FrozenModels models,
      String name,
      Path file,
      String unsaid,
      Map<String, Map<String, Double>> apart) {
    Map<String, Double> differences =
        models.differences(name, file).entrySet().stream()
            .filter(each -> !(each.getValue() <= ROUNDING))
            .filter(each -> !(each.getKey().contains(unsaid) && models.moves(name, each.getKey())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    if (!differences.isEmpty()) {
      apart.put(name + " from " + file.getFileName(), differences);
    }
  }
}
