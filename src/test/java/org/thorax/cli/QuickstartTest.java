package org.thorax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class QuickstartTest {
  @Test
  void quickstartLearnsThePhantom(@TempDir Path folder) throws IOException {
    Path logs = folder.resolve("logs");
    int code =
        Thorax.run(
            "quickstart",
            "--data=" + folder.resolve("phantom"),
            "--models-dir=" + folder.resolve("models"),
            "--logs-dir=" + logs);
    assertThat(code).isZero();
    JsonNode log =
        new ObjectMapper().readTree(logs.resolve("unvalidated-experiment-log.json").toFile());
    assertThat(log.at("/experiments/0/test/auc").asDouble()).isGreaterThan(0.85);
  }
}
