package org.thorax.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thorax.oracle.Golden;

class GoldenLossesTest {
  private static final Path FILE = Golden.path("golden/numeric.json");

  @Test
  void everyLossIsThatOfThePythonProject() throws IOException {
    JsonNode golden = new ObjectMapper().readTree(FILE.toFile()).get("losses");
    float tolerance = golden.get("tolerance").floatValue();
    Loss weighted =
        new WeightedBinaryCrossentropy(
            numbers(golden.get("positive_weights")), numbers(golden.get("negative_weights")));
    List<Double> ones = List.of(1.0, 1.0, 1.0, 1.0);
    Loss unweighted = new WeightedBinaryCrossentropy(ones, ones);
    Loss own = new CustomBinaryCrossentropy();
    check(golden, weighted, "y_true", "cwbce", tolerance);
    check(golden, weighted, "y_true_masked", "cwbce_masked", tolerance);
    check(golden, unweighted, "y_true", "cwbce_unit_weights", tolerance);
    check(golden, own, "y_true", "custom_bce_eps1e-5", tolerance);
    check(golden, own, "y_true_masked", "custom_bce_on_masked_labels", tolerance);
    check(golden, new BinaryCrossentropy(), "y_true", "keras_bce", tolerance);
  }

  @Test
  void aSampleHasTheWeightOfItsFirstPositiveClass() throws IOException {
    JsonNode golden =
        new ObjectMapper().readTree(FILE.toFile()).get("fit_class_weight_sample_weights");
    List<Double> classWeights = numbers(golden.get("class_weights"));
    List<Double> sampleWeights = numbers(golden.get("sample_weights"));
    for (int i = 0; i < sampleWeights.size(); i++) {
      float[] labels = floats(golden.get("labels").get(i));
      float[] scores = {0.3f, 0.6f, 0.2f};
      float plain = value(new BinaryCrossentropy(), labels, scores, 3);
      float weighed =
          value(new SampleWeighted(new BinaryCrossentropy(), classWeights), labels, scores, 3);
      assertThat(weighed / plain).isCloseTo(sampleWeights.get(i).floatValue(), within(1e-6f));
    }
  }

  private static void check(
      JsonNode golden, Loss loss, String labels, String expected, float tolerance) {
    float found = value(loss, cells(golden.get(labels)), cells(golden.get("y_pred")), 4);
    assertThat(found).isCloseTo(golden.get(expected).floatValue(), within(tolerance));
  }

  private static float value(Loss loss, float[] labels, float[] scores, int classes) {
    return LossInGraph.of(loss, false, labels, scores, classes, List.of(), 0).value();
  }

  private static float[] cells(JsonNode rows) {
    List<JsonNode> cells = new ArrayList<>();
    rows.forEach(row -> row.forEach(cells::add));
    float[] values = new float[cells.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = cells.get(i).floatValue();
    }
    return values;
  }

  private static float[] floats(JsonNode row) {
    return cells(new ObjectMapper().createArrayNode().add(row));
  }

  private static List<Double> numbers(JsonNode row) {
    List<Double> numbers = new ArrayList<>();
    row.forEach(each -> numbers.add(each.doubleValue()));
    return numbers;
  }
}
