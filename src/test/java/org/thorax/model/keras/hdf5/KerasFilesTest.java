package org.thorax.model.keras.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerState;
import org.thorax.model.Variable;
import org.thorax.oracle.Oracle;

class KerasFilesTest {
  @Tag("oracle")
  @Test
  void whatKerasAndH5pyWroteIsReadBitForBit() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(KerasFiles.models(), KerasFiles.variants())) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(file -> !file.getFileName().toString().matches("(hostile|thorax)-.*"))
            .sorted()
            .forEach(files::add);
      }
    }
    assertThat(files).hasSizeGreaterThan(18);
    List<Object> arguments = new ArrayList<>(List.of("digest"));
    arguments.addAll(files);
    List<String> expected =
        Arrays.asList(Oracle.run("keras_files.py", arguments.toArray()).split("\n"));
    List<String> found = files.stream().flatMap(file -> KerasFiles.digest(file).stream()).toList();
    assertThat(found).containsExactlyElementsOf(expected);
  }

  @Tag("oracle")
  @Test
  void whatThoraxWritesLoadsInBothGenerationsBitForBit() {
    Path folder = KerasFiles.models();
    for (String name :
        List.of(
            "keras2.h5",
            "keras2-old-adam.h5",
            "keras2-sgd.h5",
            "keras2-momentum.h5",
            "keras2-densenet.h5",
            "keras3.h5",
            "keras3.keras",
            "keras3-densenet.keras")) {
      try (KerasWeightsFile file = KerasWeightsFile.open(folder.resolve(name))) {
        String config = file.modelConfig().orElseThrow();
        List<ModelLayer> layers = KerasFiles.layers(file, config);
        KerasWeightsWriter writer = writer(file, layers, !name.contains("old"));
        Path target = folder.resolve("thorax-" + name);
        if (name.endsWith(".keras")) {
          writer.writeArchive(target, config, file.metadata().orElseThrow());
        } else {
          writer.writeLegacyModel(
              target, config, file.trainingConfig(), file.kerasVersion().orElseThrow());
        }
      }
    }
    writePlainSgd(folder);
    writeWeights(folder, "keras2.h5", "keras2-weights.h5");
    writeWeights(folder, "keras2.h5", "keras2.weights.h5");
    writeWeights(folder, "keras3.h5", "keras3.weights.h5");
    assertThat(Oracle.run("keras_files.py", "check", folder)).contains("equal");
  }

  private static KerasWeightsWriter writer(
      KerasWeightsFile file, List<ModelLayer> layers, boolean optimizer) {
    return new KerasWeightsWriter(
        layers,
        KerasFiles.values(file, layers),
        optimizer
            ? Optional.of(file.optimizerState(optimizer(file), KerasFiles.trainable(layers)))
            : Optional.empty());
  }

  /** The optimizer of a file made by {@code keras_files.py}, by its name. */
  private static OptimizerConfig optimizer(KerasWeightsFile file) {
    boolean sgd = file.name().contains("sgd") || file.name().contains("momentum");
    double rate = file.name().contains("densenet") ? 0.001 : 0.25;
    double momentum = file.name().contains("momentum") ? 0.9 : 0;
    return new OptimizerConfig(sgd ? "SGD" : "Adam", rate, Map.of("momentum", momentum));
  }

  private static void writePlainSgd(Path folder) {
    try (KerasWeightsFile file = KerasWeightsFile.open(folder.resolve("keras2-sgd.h5"))) {
      String config = file.modelConfig().orElseThrow();
      List<ModelLayer> layers = KerasFiles.layers(file, config);
      new KerasWeightsWriter(
              layers,
              KerasFiles.values(file, layers),
              Optional.of(
                  new OptimizerState(
                      optimizer(file), 41, KerasFiles.trainable(layers), OptimizerState::zeros)))
          .writeLegacyModel(
              folder.resolve("thorax-plain-sgd.h5"), config, file.trainingConfig(), "2.15.0");
    }
  }

  private static void writeWeights(Path folder, String from, String to) {
    try (KerasWeightsFile file = KerasWeightsFile.open(folder.resolve(from))) {
      List<ModelLayer> layers = KerasFiles.layers(file, file.modelConfig().orElseThrow());
      KerasWeightsWriter writer = writer(file, layers, false);
      if (to.endsWith(".weights.h5")) {
        writer.writeWeights(folder.resolve("thorax-" + to));
      } else {
        writer.writeLegacyWeights(folder.resolve("thorax-" + to), "2.15.0");
      }
    }
  }

  @Tag("oracle")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras2.h5",
        "keras2-old-adam.h5",
        "keras2-momentum.h5",
        "keras2-sgd.h5",
        "keras3.h5",
        "keras3.keras"
      })
  void theOptimizersStateComesBackAsItWas(String name) {
    try (KerasWeightsFile file = KerasWeightsFile.open(KerasFiles.models().resolve(name))) {
      List<Variable> trainable =
          KerasFiles.trainable(KerasFiles.layers(file, file.modelConfig().orElseThrow()));
      OptimizerState state = file.optimizerState(optimizer(file), trainable);
      assertThat(state.iterations()).isEqualTo(5);
      assertThat(state.variables()).isEqualTo(trainable);
      for (String slot : state.config().slots()) {
        for (Variable variable : trainable) {
          assertThat(state.values().of(slot, variable)).hasSize((int) variable.size());
        }
      }
      if (name.equals("keras2.h5") || name.equals("keras2-old-adam.h5")) {
        Variable kernel = trainable.get(4);
        String slot = name.contains("old") ? kernel.name() + "/v:0" : "Adam/v/" + kernel.name();
        StoredWeight expected =
            file.optimizerWeights().stream()
                .filter(weight -> weight.name().contains(slot))
                .findFirst()
                .orElseThrow();
        assertThat(state.values().of("v", kernel)).isEqualTo(expected.floats());
      }
    }
  }

  @Tag("oracle")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "soft-earliest.h5 soft link",
        "soft-latest.h5 soft link",
        "external-link-earliest.h5 soft link|external link",
        "external-link-latest.h5 external link",
        "external-data.h5 another file",
        "virtual.h5 other data sets",
        "never-written.h5 should have",
        "bomb.h5 unfolds",
        "circle.h5 deep|circles",
        "path.keras leaves the archive",
        "zip-bomb.keras unfolds"
      })
  void aHostileFileIsRefusedInOneLine(String nameAndReason) {
    int space = nameAndReason.indexOf(' ');
    Path file = KerasFiles.variants().resolve("hostile-" + nameAndReason.substring(0, space));
    assertThatThrownBy(() -> KerasFiles.digest(file))
        .isInstanceOf(ThoraxException.class)
        .hasMessageNotContaining("\n")
        .hasMessageMatching(".*(" + nameAndReason.substring(space + 1) + ").*");
  }

  @Tag("oracle")
  @Test
  void namesOfMoreThan64KibAreSplitAsKerasDoes(@TempDir Path folder) {
    List<ModelLayer> layers = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      layers.add(
          new ModelLayer("a_layer_with_a_rather_long_name_%05d".formatted(i), "", List.of()));
    }
    Variable last = new Variable("last/kernel", List.of(2L, 1L), true);
    layers.add(new ModelLayer("last", "Dense", List.of(last)));
    Path file = folder.resolve("split.h5");
    new KerasWeightsWriter(layers, variable -> new float[] {7, 8}, Optional.empty())
        .writeLegacyWeights(file, "2.15.0");
    assertThat(KerasFiles.digest(file))
        .containsExactly(Oracle.run("keras_files.py", "digest", file).split("\n"))
        .hasSize(3003);
  }

  @Test
  void whatIsNoKerasFileIsSaidInOneLine(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("notes.h5"), "not a model ".repeat(20));
    assertThatThrownBy(() -> KerasWeightsFile.open(text))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("do not begin as HDF5 does");
    assertThatThrownBy(() -> KerasWeightsFile.open(folder.resolve("none.h5")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("found none");
  }

  @Tag("oracle")
  @Test
  void anotherModelsFileListsWhatIsMissingLeftOverAndOfAnotherShape() {
    try (KerasWeightsFile file = KerasWeightsFile.open(KerasFiles.models().resolve("keras2.h5"))) {
      List<ModelLayer> layers =
          new ArrayList<>(KerasFiles.layers(file, file.modelConfig().orElseThrow()));
      int last = layers.size() - 1;
      List<Variable> head =
          List.of(
              new Variable("dense/kernel", List.of(3L, 14L), true),
              new Variable("dense/bias", List.of(2L), true),
              new Variable("dense/scale", List.of(2L), true));
      layers.set(last, new ModelLayer("dense", "Dense", head));
      assertThatThrownBy(() -> WeightMatch.byPosition(file, layers).source())
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("missing 1 (dense/scale [2])")
          .hasMessageContaining("left over none")
          .hasMessageContaining("of another shape 1 (dense/kernel [3, 14] (file: dense/kernel:0");
      WeightMatch withoutHead = WeightMatch.byName(file, layers.subList(0, last));
      assertThat(withoutHead.leftOver()).hasSize(2);
    }
  }

  @Tag("oracle")
  @Test
  void layersMatchByPositionWhateverTheirNumbersAndByNameInAnyOrder() {
    try (KerasWeightsFile file = KerasWeightsFile.open(KerasFiles.models().resolve("keras2.h5"))) {
      List<ModelLayer> layers =
          new ArrayList<>(KerasFiles.layers(file, file.modelConfig().orElseThrow()));
      List<ModelLayer> renamed =
          layers.stream()
              .map(layer -> new ModelLayer(layer.name() + "_7", "", layer.variables()))
              .toList();
      Variable kernel = layers.get(layers.size() - 1).variables().get(0);
      float[] expected = KerasFiles.values(file, layers).values(kernel);
      assertThat(WeightMatch.byPosition(file, renamed).source().values(kernel)).isEqualTo(expected);
      Collections.reverse(layers);
      assertThat(WeightMatch.byName(file, layers).source().values(kernel)).isEqualTo(expected);
      assertThatThrownBy(() -> WeightMatch.byName(file, renamed).source())
          .hasMessageContaining("missing");
    }
  }

  @Tag("oracle")
  @Test
  void aBackboneTakesItsWeightsFromTheFileAndTheNewHeadFromElsewhere() {
    try (KerasWeightsFile file = KerasWeightsFile.open(KerasFiles.models().resolve("keras2.h5"))) {
      List<ModelLayer> layers =
          new ArrayList<>(KerasFiles.layers(file, file.modelConfig().orElseThrow()));
      Variable head = new Variable("findings/kernel", List.of(3L, 14L), true);
      layers.set(layers.size() - 1, new ModelLayer("findings", "Dense", List.of(head)));
      WeightMatch match = WeightMatch.byName(file, layers);
      assertThat(match.source(variable -> new float[42]).values(head)).hasSize(42);
    }
  }
}
