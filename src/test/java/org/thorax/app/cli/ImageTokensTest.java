package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.thorax.app.cli.SmallPhantom.withTiny;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.DatasetKind;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetReader;
import org.thorax.experiment.config.Benchmark;

class ImageTokensTest {
  private static final String STEPS =
      "Chexpert_BCE_E2_B8_C0_N2_AugAffineColor_hist_gb_D32_1LR3_Adam";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path drawn;
  private static SmallPhantom phantom;
  @TempDir private Path work;

  @BeforeAll
  static void aPhantomIsDrawn() {
    phantom = SmallPhantom.in(drawn.resolve("phantom"));
  }

  @Test
  void transformationsAndAugmentationReachTheLogTheConfigurationAndTheModel() throws IOException {
    phantom.train(STEPS, work, withTiny()).succeeds();
    JsonNode logged =
        JSON.readTree(work.resolve("logs/unvalidated-experiment-log.json").toFile())
            .at("/experiments/0/benchmark");
    assertThat(logged.get("transformations").toString())
        .isEqualTo("{\"hist_equalization\":{},\"gaussian_blur\":{\"kernal_size\":3}}");
    assertThat(logged.get("augmentation").asText()).isEqualTo("affine,color");
    assertThat(logged.get("crop").asBoolean()).isFalse();
    Path experiment = SmallPhantom.experiment(work);
    assertThat(JSON.readTree(experiment.resolve("config.json").toFile()).get("preprocessing"))
        .hasToString("\"resize 32x32 bicubic; hist_equalization; gaussian_blur kernal_size=3\"");
    JsonNode contract =
        JSON.readTree(SmallPhantom.savedModel(work).resolve("assets.extra/thorax.json").toFile());
    assertThat(contract.get("transformations").toString())
        .isEqualTo("[\"hist_equalization\",\"gaussian_blur kernal_size=3\"]");
  }

  @Test
  void thePredictionsOfAnAugmentedRunAreThoseOfPredict() throws IOException {
    phantom.train(STEPS, work, withTiny()).succeeds();
    List<String> lines =
        Files.readAllLines(SmallPhantom.experiment(work).resolve("predictions_probs.csv"));
    Benchmark benchmark =
        Benchmark.parse(STEPS, Arrays.asList(SmallPhantom.CLASSES.split(",", -1)));
    Samples test =
        new DatasetReader(DatasetKind.CHEXPERT, phantom.folder())
            .split(benchmark.split(), benchmark.classes())
            .test();
    assertThat(lines).hasSize(test.size());
    for (int sample = 0; sample < 5; sample++) {
      CommandLineRun run =
          CommandLineRun.thorax(
              "predict",
              SmallPhantom.savedModel(work),
              test.image(sample),
              "--csv",
              "--device",
              "cpu");
      String[] found = run.succeeds().out().lines().toList().get(1).split(",", -1);
      String[] expected = lines.get(sample).split(";", -1);
      for (int c = 0; c < expected.length; c++) {
        assertThat(Double.parseDouble(found[c + 1]))
            .isCloseTo(Double.parseDouble(expected[c]), within(1e-6));
      }
    }
  }

  @Test
  void augmentedRunsOfOneSeedAreEqualAndDifferFromPlainOnes() throws IOException {
    String plain = STEPS.replace("AugAffineColor", "NoAug");
    String once = history(STEPS, "once");
    assertThat(history(STEPS, "again")).isEqualTo(once);
    assertThat(history(plain, "plain")).isNotEqualTo(once);
  }

  private String history(String benchmark, String name) throws IOException {
    Path folder = work.resolve(name);
    phantom.train(benchmark, folder, withTiny("--seed", "5")).succeeds();
    return Files.readString(SmallPhantom.experiment(folder).resolve("predictions_probs.csv"));
  }

  @Test
  void croppingNeedsTemplatesAndSaysHowToMakeThem() {
    phantom
        .train("Chexpert_BCE_E1_B8_C1_N2_D256_1LR3_Adam", work, withTiny())
        .failsSaying("no template", phantom.folder().resolve("templates"), "preprocess template");
  }
}
