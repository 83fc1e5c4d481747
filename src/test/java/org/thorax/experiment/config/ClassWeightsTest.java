package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thorax.ThoraxException;
import org.thorax.oracle.Golden;

class ClassWeightsTest {
  @Test
  void theWeightsAreTheRecordedOnesToTheLastBit() throws IOException {
    JsonNode cases = Golden.json("golden/numeric.json").get("class_weights").get("cases");
    assertThat(cases).isNotEmpty();
    for (JsonNode recorded : cases) {
      ClassWeights weights =
          ClassWeights.of(
              List.of("a", "b", "c"),
              counts(recorded.get("positives")),
              counts(recorded.get("negatives")),
              recorded.get("labels").size());
      assertThat(weights)
          .isEqualTo(
              new ClassWeights(
                  numbers(recorded.get("class_weights")),
                  numbers(recorded.get("positive_weights")),
                  numbers(recorded.get("negative_weights"))));
    }
  }

  @Test
  void theRawRatiosAreTheRecordedOnes() throws IOException {
    for (JsonNode recorded : Golden.json("golden/numeric.json").get("class_weights").get("cases")) {
      JsonNode raw = recorded.get("unnormalised");
      assertThat(
              ClassWeights.raw(
                  List.of("a", "b", "c"),
                  counts(recorded.get("positives")),
                  counts(recorded.get("negatives")),
                  recorded.get("labels").size()))
          .isEqualTo(
              new ClassWeights(
                  numbers(raw.get("class")),
                  numbers(raw.get("positive")),
                  numbers(raw.get("negative"))));
    }
  }

  @Test
  void aClassWithoutPositivesIsNamed() {
    assertThatThrownBy(
            () ->
                ClassWeights.of(
                    List.of("Edema", "Fracture"), new long[] {1, 0}, new long[] {1, 2}, 2))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("'Fracture' has 0 positives and 2 negatives");
  }

  private static long[] counts(JsonNode array) {
    return numbers(array).stream().mapToLong(Double::longValue).toArray();
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(node -> numbers.add(node.doubleValue()));
    return numbers;
  }
}
