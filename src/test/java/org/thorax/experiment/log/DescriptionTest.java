package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.run.LoggedBenchmark;
import org.thorax.experiment.run.TrainingData;
import org.thorax.oracle.Golden;

class DescriptionTest {
  @Test
  void everyRecordedDescriptionIsMadeByteByByte() throws IOException {
    int equal = 0;
    for (JsonNode entry : Golden.entries()) {
      String recorded = entry.get("description").textValue();
      if (recorded.contains("shuffel")) {
        continue; // the oldest wording
      }
      String backbone = recorded.substring("Trained ".length(), recorded.indexOf(" architecture"));
      assertThat(Description.of(backbone, entry.get("benchmark"))).isEqualTo(recorded);
      equal++;
    }
    assertThat(equal).isEqualTo(25);
  }

  @Test
  void aNewRunIsDescribedInTheOldWords() {
    Benchmark benchmark = Benchmark.parse("Chestxray_BCE_E2_B8_D64_SGD");
    TrainingData data =
        new TrainingData(Path.of("data/chestxray14/scale_256/"), 80, 16, 24, Optional.empty());
    ObjectNode logged = LoggedBenchmark.of(benchmark, data);
    assertThat(Description.of("Xception", logged))
        .isEqualTo(
            "Trained Xception architecture using the 'Chestxray_BCE_E2_B8_D64_SGD' benchmark. The"
                + " benchmark was initialized for the chestxray14_scale_256 dataset with batch"
                + " size of 8, shuffle set to True and images rescaled to dimension (64, 64).\n"
                + "The training was done for 2 epochs using the SGD optimizer and"
                + " binary_crossentropy loss.\n"
                + "A total of 15 labels/pathologies were included in the training and encoded"
                + " using the 'uzeroes' method.\n"
                + "The traing set included 80 number of sample, the validation set 16, and the"
                + " test set 24. ");
    logged.put("crop", true);
    assertThat(Description.of("Xception", logged)).contains("rescaled and croppedto dimension");
  }
}
