package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.SmallPhantom.withTiny;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;

class LabelTokensTest {
  private static final String CLASSES = "Pleural Effusion,Lung Opacity";

  @TempDir private Path work;

  @Test
  void encodingOfficialTestSetAndUpsamplingReachTheTrainingAndTheLog() throws IOException {
    Path folder = work.resolve("phantom");
    PhantomDataset drawn = PhantomDataset.write(folder, new PhantomSettings(7, 24, 6, 32));
    CommandLineRun run =
        new SmallPhantom(folder)
            .train(
                "Chexpert_BCE_E1_B8_C0_N2_Uones_D32_DS8020_1LR3_Adam_Upsampled",
                work,
                withTiny("--classes", CLASSES, "--upsample", "Pleural Effusion=2"))
            .succeeds();
    assertThat(run.out()).contains("Test set, " + drawn.test().size() + " images");
    JsonNode logged =
        new ObjectMapper()
            .readTree(work.resolve("logs/unvalidated-experiment-log.json").toFile())
            .at("/experiments/0/benchmark");
    assertThat(logged.get("u_enc").textValue()).isEqualTo("uones");
    assertThat(logged.get("upsample_factors").toString()).isEqualTo("{\"Pleural Effusion\":2}");
    assertThat(logged.get("num_samples_test").intValue()).isEqualTo(drawn.test().size());
    assertThat(
            logged.get("num_samples_train").intValue()
                + logged.get("num_samples_validation").intValue())
        .isGreaterThan(drawn.train().size());
  }

  @Test
  void theOfficialTestSetMustBeThereAndSharesAreSaidOnce() throws IOException {
    Path folder = work.resolve("phantom");
    PhantomDataset.write(folder, new PhantomSettings(7, 24, 1, 32));
    Files.delete(folder.resolve("test.csv"));
    String benchmark = "Chexpert_BCE_E1_B8_C0_N2_D32_DS8020";
    SmallPhantom phantom = new SmallPhantom(folder);
    phantom
        .train(benchmark, work, withTiny())
        .failsSaying(folder, "test.csv, valid.csv", "leave the DS token out");
    phantom
        .train(benchmark, work, withTiny("--valid-size", "0.1"))
        .isWrongUsageSaying("--valid-size", "DS");
  }
}
