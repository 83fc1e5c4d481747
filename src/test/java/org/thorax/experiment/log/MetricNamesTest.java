package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thorax.experiment.config.DatasetName;
import org.thorax.oracle.Golden;

class MetricNamesTest {
  @Test
  void theMetricRunsOutsideTheClassInside() {
    assertThat(MetricNames.of(List.of("Edema", "Lung Lesion")))
        .hasSize(15)
        .startsWith("auc", "precision", "recall", "f2_score", "binary_accuracy")
        .containsSequence("accuracy_edema", "accuracy_lung_lesion", "auc_edema")
        .endsWith("f2_score_edema", "f2_score_lung_lesion");
  }

  @Test
  void theNamesAreTheRecordedOnes() throws IOException {
    JsonNode recorded = Golden.json("golden/metrics-names.json");
    for (int count : List.of(5, 12, 14)) {
      assertThat(MetricNames.of(DatasetName.CHEXPERT.classes(count).orElseThrow()))
          .containsExactlyElementsOf(Golden.texts(recorded.get("N" + count)).toList());
    }
    assertThat(MetricNames.of(DatasetName.CHESTXRAY14.classes()))
        .containsExactlyElementsOf(Golden.texts(recorded.get("chestxray14")).toList());
  }
}
