package org.thorax.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.ForeignModels;

@Tag("oracle")
class MovedAxesTest {
  @ParameterizedTest(name = "{0}{1}")
  @CsvSource({
    "permuted, .h5, pool, 16",
    "permuted, '', pool, 16",
    "turned, .h5, pool, 16",
    "turned, '', pool, 16",
    "reshaped, .h5, last_conv, 32",
    "reshaped, '', last_conv, 32",
    "convolved, .h5, last_conv, 32",
    "convolved, '', last_conv, 32",
    "permuted_back, .h5, end, 32",
    "permuted_back, '', end, 32",
    "folded, .h5, end, 32",
    "folded, '', end, 32",
    "channels_first, .h5, last_conv, 30",
    "channels_first, '', last_conv, 30",
    "without_channels, .h5, last_conv, 30",
    "without_channels, '', last_conv, 30"
  })
  void aMapIsMadeWhereHeightAndWidthAre(String name, String ending, String layer, int side) {
    Predictor.Overrides given =
        new Predictor.Overrides(
            Optional.empty(), Optional.empty(), Optional.of(Scaling.TF), List.of("A", "B"));
    try (Model model = ModelReader.open(ForeignModels.file(name + ending));
        ModelExplainer explainer = new ModelExplainer(model, given, Device.CPU)) {
      for (Method method : List.of(Method.GRAD_CAM, Method.GRAD_CAM_PLUS_PLUS)) {
        MapRequest request = MapRequest.of(method);
        assertThat(explainer.layer(request).orElseThrow()).endsWith("/" + layer);
        assertThat(explainer.gridOf(request).orElseThrow()).containsExactly(side, side);
      }
      assertThat(model.flat().output().features().orElseThrow()).contains("/" + layer + "/");
    }
  }
}
