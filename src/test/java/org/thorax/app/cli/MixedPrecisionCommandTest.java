package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.model.Model;
import org.thorax.model.keras.savedmodel.SavedModelReader;

class MixedPrecisionCommandTest {
  private static SmallPhantom phantom;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
  }

  @Test
  void aRunInFloat16TellsItsScaleAndLeavesAModelInFloat32() throws IOException {
    CommandLineRun run = phantom.train(work, "--mixed-precision", "float16");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err().lines().toList())
        .singleElement()
        .asString()
        .startsWith("On this CPU float16 is slower than float32");
    assertThat(run.out()).contains("loss scale 32768, 0 skipped", "note: The loss scale is 32768");
    Path folder = SmallPhantom.experiment(work);
    List<String> batches = Files.readAllLines(folder.resolve("batches.csv"));
    assertThat(batches.get(0))
        .isEqualTo("epoch,batch,loss,learning_rate,images_per_second,loss_scale,skipped_steps");
    assertThat(batches).hasSizeGreaterThan(1);
    assertThat(batches.subList(1, batches.size())).allMatch(line -> line.endsWith(",32768.0,0"));
    JsonNode config = new ObjectMapper().readTree(folder.resolve("config.json").toFile());
    assertThat(config.at("/configuration/fit/mixed_precision").asText()).isEqualTo("float16");
    Path saved = SmallPhantom.savedModel(work);
    assertThat(Files.readString(Path.of(saved + ".yaml"))).contains("mixed_precision: float16");
    try (Model model = SavedModelReader.open(saved)) {
      assertThat(model.flat().nodes()).noneMatch(node -> node.getOp().equals("Cast"));
    }
    JsonNode log =
        new ObjectMapper().readTree(work.resolve("logs/unvalidated-experiment-log.json").toFile());
    assertThat(log.at("/experiments/0/benchmark/mixed_precision").asText()).isEqualTo("float16");
  }

  @Test
  void inFloat32NothingIsSaidOfAScale() throws IOException {
    CommandLineRun run = phantom.train(work, "--set", "fit.mixed_precision=float32").succeeds();
    assertThat(run.out() + run.err()).doesNotContain("scale", "float16");
    assertThat(Files.readAllLines(SmallPhantom.experiment(work).resolve("batches.csv")).get(0))
        .isEqualTo("epoch,batch,loss,learning_rate,images_per_second");
  }

  @Test
  void anUnknownPrecisionIsWrongUsage() {
    phantom
        .train(work, "--mixed-precision", "half")
        .isWrongUsageSaying("Unknown precision 'half'", "float32, float16, bfloat16");
    phantom
        .train(work, "--set", "fit.mixed_precision=half")
        .isWrongUsageSaying("float32 or float16 or bfloat16 for fit.mixed_precision");
  }
}
