package org.thorax.model.keras.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.model.BatchNorm;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.model.Variable;
import org.thorax.oracle.KerasModel;

class SavedModelReaderTest {
  @Tag("oracle")
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "keras2, DenseNet121",
    "keras2, DenseNet169",
    "keras2, ResNet101V2",
    "keras2, ResNet152V2",
    "keras2, InceptionV3",
    "keras2, InceptionResNetV2",
    "keras2, Xception",
    "saved_model, DenseNet121",
    "keras3, DenseNet121",
    "keras3, Xception",
    "keras3, ResNet101V2",
    "keras2, small",
    "keras3, small",
    "saved_model, small",
    "keras2, grey"
  })
  void anImportedGraphGivesKerasFeatures(String kind, String name) {
    KerasModel keras = KerasModel.of(kind, name);
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network =
            Network.forInference(model.flat(), Scaling.NONE, model.weights(), Device.CPU)) {
      int height = model.flat().input().height() < 0 ? 96 : model.flat().input().height();
      float[] found = network.predictScaled(keras.images(), 2, height, height);
      assertThat(KerasModel.relativeError(keras.outputs(), found)).isLessThan(1e-5);
      long norms =
          keras.weights().stream().filter(weight -> weight.contains("moving_mean")).count();
      assertThat(model.flat().inTraining().batchNorms()).hasSize((int) norms);
      assertThat(model.flat().variables().stream().map(SavedModelReaderTest::line).toList())
          .containsExactlyElementsOf(
              keras.weights().stream()
                  .map(weight -> weight.replace(":0", ""))
                  .filter(weight -> !weight.startsWith("seed_generator"))
                  .toList());
    }
  }

  private static String line(Variable variable) {
    return variable.name()
        + " "
        + String.join("x", variable.shape().stream().map(String::valueOf).toList());
  }

  @Test
  void momentumAndDropoutOfKeras2AreReadFromItsMetadata() {
    try (Model model = SavedModelReader.open(KerasModel.recorded("keras2", "small").savedModel())) {
      assertThat(model.flat().inTraining().batchNorms())
          .extracting(BatchNorm::layer)
          .containsExactly("norm", "bare_norm", "vector_norm");
      assertThat(model.flat().inTraining().batchNorms())
          .extracting(BatchNorm::momentum)
          .containsExactly(0.9, 0.99, 0.99);
      assertThat(model.flat().inTraining().batchNorms())
          .extracting(BatchNorm::besselCorrected)
          .containsExactly(true, true, false);
      assertThat(model.flat().inTraining().dropouts()).hasSize(1);
      assertThat(model.flat().inTraining().dropouts().get(0).rate()).isEqualTo(0.3);
    }
  }

  @Test
  void aKeras3ExportSaysThatItsMomentumIsNotKnown() {
    try (Model model = SavedModelReader.open(KerasModel.recorded("keras3", "small").savedModel())) {
      assertThat(model.remarks())
          .anyMatch(remark -> remark.contains("3 batch norms") && remark.contains("0.99"));
    }
  }

  @Test
  void anOpWithoutGradientIsNamedWithItsLayer() {
    KerasModel keras = KerasModel.recorded("keras2", "odd");
    assertThatThrownBy(() -> SavedModelReader.openForTraining(keras.savedModel()))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("NextAfter")
        .hasMessageContaining("strange");
  }
}
