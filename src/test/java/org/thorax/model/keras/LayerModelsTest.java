package org.thorax.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.ThoraxException;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;

/** Keras' preprocessing layers and the arithmetic between layers, in every kind of file. */
@Tag("oracle")
@Tag("slow")
class LayerModelsTest {
  @TempDir static Path folder;

  /** A line of models.txt. */
  private record Recorded(String name, int height, int width, int channels) {}

  @BeforeAll
  static void runKeras() {
    Oracle.run("layer_models.py", "make", folder);
  }

  static Stream<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("models.txt"))) {
      String name = line.split(" ", -1)[0];
      Stream.of(name + ".h5", name + ".keras", name)
          .filter(file -> Files.exists(folder.resolve(file)))
          .filter(file -> !file.equals("nested_augmentation3"))
          .forEach(files::add);
    }
    return files.stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFilePredictsAsInKeras(String file) throws IOException {
    try (Model model = ModelReader.open(folder.resolve(file))) {
      // What Keras computes in float16 is computed in float32 here.
      double tolerance = file.startsWith("mixed") ? 2e-3 : 1e-5;
      assertThat(difference(model, recorded(file))).isLessThan(tolerance);
    }
  }

  @Test
  void whatIsExportedAgainPredictsTheSameInKeras() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("open", folder.toString()));
    List<String> ofBothKeras = new ArrayList<>();
    for (String file : files().filter(each -> each.endsWith(".h5")).toList()) {
      // Keras 3.8 cannot open its own RandomShear, and float32 is not its float16.
      if (file.startsWith("RandomShear") || file.startsWith("mixed")) {
        continue;
      }
      String name = recorded(file).name();
      boolean second = name.endsWith("2");
      try (Model model = ModelReader.open(folder.resolve(file))) {
        Path written = folder.resolve("again-" + name + (second ? "2.h5" : "3.keras"));
        KerasExport.Format format = second ? KerasExport.Format.H5 : KerasExport.Format.KERAS;
        KerasExport.write(
            model.kerasConfig().orElseThrow(),
            model.flat().variables(),
            model.weights(),
            format,
            written);
        arguments.add(name + "=" + written);
        ofBothKeras.add(written + " opened");
      }
    }
    assertThat(Oracle.run("layer_models.py", arguments.toArray())).contains(ofBothKeras);
  }

  @Test
  void aGraphExportedAsInTrainingIsRefused() {
    assertThatThrownBy(() -> ModelReader.open(folder.resolve("nested_augmentation3")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("moving statistics", "save it as .keras");
  }

  @Test
  void augmentationThatTrainingPassesOverIsSaidInOneLine() {
    try (Model model = ModelReader.open(folder.resolve("augmented3.keras"))) {
      assertThat(model.remarks())
          .filteredOn(remark -> remark.contains("Random"))
          .singleElement()
          .asString()
          .contains("RandomFlip, RandomRotation, RandomZoom", "GaussianNoise", "AugAffine");
    }
  }

  private static double difference(Model model, Recorded recorded) {
    float[] images = KerasModel.floats(folder.resolve(recorded.name() + ".images"));
    float[] expected = KerasModel.floats(folder.resolve(recorded.name() + ".outputs"));
    try (Network network =
        Network.forInference(model.flat(), Scaling.NONE, model.weights(), Device.CPU)) {
      float[] found = network.predictScaled(images, 2, recorded.height(), recorded.width());
      return KerasModel.relativeError(expected, found);
    }
  }

  private static Recorded recorded(String file) throws IOException {
    String name = file.replaceFirst("\\..*", "");
    Optional<String> line =
        Files.readAllLines(folder.resolve("models.txt")).stream()
            .filter(each -> each.startsWith(name + " "))
            .findFirst();
    String[] words = line.orElseThrow().split(" ", -1);
    return new Recorded(
        name, Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
  }
}
