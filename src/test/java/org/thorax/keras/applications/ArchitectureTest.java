package org.thorax.keras.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thorax.ThoraxException;
import org.thorax.keras.layers.KerasModel;
import org.thorax.keras.layers.LayerGraph;
import org.thorax.oracle.Oracle;

class ArchitectureTest {
  @TempDir static Path folder;

  @BeforeAll
  static void runKeras() {
    Stream<Object> models = Arrays.stream(Architecture.values()).map(Architecture::kerasName);
    Oracle.run("keras_layers.py", Stream.concat(Stream.of(folder, "Classifier"), models).toArray());
  }

  @ParameterizedTest
  @EnumSource
  void aBackboneHasKerasLayersWeightsShapesAndOrder(Architecture architecture) {
    keras(architecture).assertSameStructure(architecture.backbone());
  }

  @ParameterizedTest
  @EnumSource
  void aBackboneComputesKerasFeaturesFromKerasWeights(Architecture architecture) {
    keras(architecture).assertSameValues(architecture.backbone(), 1e-5);
  }

  @ParameterizedTest
  @EnumSource(names = {"DENSENET121", "XCEPTION"})
  void nodesAreNamedAsTfKerasNamesThem(Architecture architecture) {
    keras(architecture).assertSameNodes(architecture.backbone());
  }

  @Test
  void theHeadOnABackboneIsKerasClassifier() {
    LayerGraph classifier =
        ClassificationHead.on(Architecture.DENSENET121.backbone(), "classifier", 12);

    assertThat(classifier.parameters()).isEqualTo(8_099_404);
    KerasModel keras = KerasModel.read(folder, "Classifier");
    keras.assertSameStructure(classifier);
    keras.assertSameValues(classifier, 1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void anArchitectureIsFoundByItsKerasName(Architecture architecture) {
    assertThat(Architecture.named(architecture.kerasName())).isEqualTo(architecture);
  }

  @Test
  void anUnknownArchitectureIsAnErrorThatListsTheKnown() {
    assertThatThrownBy(() -> Architecture.named("VGG16"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("VGG16", "DenseNet121", "InceptionResNetV2");
  }

  private static KerasModel keras(Architecture architecture) {
    return KerasModel.read(folder, architecture.kerasName());
  }
}
