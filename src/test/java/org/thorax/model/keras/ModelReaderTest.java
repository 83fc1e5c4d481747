package org.thorax.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;
import org.thorax.model.Model;
import org.thorax.model.Scaling;

@Tag("oracle")
class ModelReaderTest {
  @ParameterizedTest
  @CsvSource({
    "small2.h5, small2",
    "small2.keras, small2",
    "small3.h5, small3",
    "small3.keras, small3",
    "densenet2.h5, densenet2",
    "densenet3.h5, densenet3",
    "densenet3.keras, densenet3",
    "densenet2, densenet2"
  })
  void aModelOfEitherKerasPredictsAsThere(String file, String recorded) {
    try (Model model = ModelReader.open(ModelFiles.file(file))) {
      assertThat(ModelFiles.difference(model, recorded)).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights.05-0.12.hdf5", "densenet2.weights.h5", "densenet3.weights.h5"})
  void weightsAloneOfAnOriginalModelAreRecognised(String file) {
    try (Model model = ModelReader.openForTraining(ModelFiles.file(file))) {
      assertThat(model.contract().architecture()).isEqualTo("DenseNet121");
      assertThat(model.contract().scaling()).contains(Scaling.TORCH);
      assertThat(model.remarks()).singleElement().asString().contains("weights alone");
      String recorded = file.contains("3.weights") ? "densenet3" : "densenet2";
      assertThat(ModelFiles.difference(model, recorded)).isLessThan(1e-5);
    }
  }

  @Test
  void anUnnamedModelIsRecognisedByItsWeights() {
    try (Model model = ModelReader.open(ModelFiles.file("densenet2.h5"))) {
      assertThat(model.contract().architecture()).isEqualTo("DenseNet121");
      assertThat(model.contract().scaling()).contains(Scaling.TORCH);
      assertThat(model.flat().output().size()).isEqualTo(5);
      assertThat(model.kerasConfig()).isPresent();
    }
  }

  @Test
  void otherWeightsAloneTellTheCommandThatTakesThem() {
    assertThatThrownBy(() -> ModelReader.open(ModelFiles.file("densenet_notop.h5")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("densenet_notop.h5")
        .hasMessageContaining("backbone create ARCH `weights`");
  }

  @Test
  void aLayerThatCannotBeBuiltIsNamedWithItsFile(@TempDir Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(ModelFiles.file("small2.h5"));
    byte[] from = "\"SeparableConv2D\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] to = "\"ConvLSTM1D_____\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (int i = 0; i + from.length <= bytes.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, bytes, i, to.length);
      }
    }
    Path odd = Files.write(folder.resolve("odd.h5"), bytes);
    assertThatThrownBy(() -> ModelReader.open(odd))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(odd.toString())
        .hasMessageContaining("ConvLSTM1D_____")
        .hasMessageContaining("separable_conv2d");
  }
}
