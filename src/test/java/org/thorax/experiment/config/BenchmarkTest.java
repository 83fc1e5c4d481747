package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.data.BlankPolicy;
import org.thorax.data.ChexpertPresets;
import org.thorax.data.LabelEncoding;
import org.thorax.data.SplitPlan;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.Upsampling;
import org.thorax.data.image.Augmentation;
import org.thorax.data.image.GaussianBlur;
import org.thorax.data.image.HistogramEqualization;
import org.thorax.data.image.UnsharpMask;
import org.thorax.oracle.Golden;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.optimizer.Adam;
import org.thorax.training.optimizer.Optimization;
import org.thorax.training.optimizer.Pesg;
import org.thorax.training.optimizer.RmsProp;
import org.thorax.training.optimizer.Sgd;

class BenchmarkTest {
  @Test
  void aNameGivesEveryValue() {
    Benchmark benchmark = Benchmark.parse("Chexpert_BCE_E3_B32_C0_N5_D320_2LR4_SGD");
    assertThat(benchmark)
        .isEqualTo(
            new Benchmark(
                "Chexpert_BCE_E3_B32_C0_N5_D320_2LR4_SGD",
                DatasetName.CHEXPERT,
                new LabelSettings(
                    List.of(
                        "Cardiomegaly",
                        "Edema",
                        "Consolidation",
                        "Atelectasis",
                        "Pleural Effusion"),
                    new LabelEncoding(UncertaintyPolicy.Everywhere.UZEROES),
                    Upsampling.NONE),
                new ImageSettings(320, false, List.of(), Augmentation.NONE),
                new SplitPlan(6122156, 0.2, 0.2),
                Objective.of(LossName.CUSTOM_BINARY_CROSSENTROPY),
                new Optimization(new Sgd(), new LearningRateSchedule.Constant(2e-4)),
                new FitSettings(3, 32)));
  }

  @Test
  void tokensOfImagesAreDoneInTheOrderWritten() {
    Benchmark benchmark = Benchmark.parse("BCE_E1_B8_C1_N5_AugAffineColor_hist_gb_sharp21_D256");
    assertThat(benchmark.images().crop()).isTrue();
    assertThat(benchmark.images().augmentation().text()).isEqualTo("affine,color");
    assertThat(benchmark.images().transformations())
        .containsExactly(new HistogramEqualization(), GaussianBlur.DEFAULT, new UnsharpMask(2, 1));
    assertThat(Benchmark.parse("BCE_E1_B8_AugColor").images().augmentation().text())
        .isEqualTo("color");
    assertThat(Benchmark.parse("BCE_E1_B8_AugAffine").images().augmentation().text())
        .isEqualTo("affine");
  }

  @Test
  void whatIsOmittedHasItsDefault() {
    Benchmark benchmark = Benchmark.parse("BCE_E20_B8");
    assertThat(benchmark.dataset()).isEqualTo(DatasetName.CHEXPERT);
    assertThat(benchmark.classes()).hasSize(14);
    assertThat(benchmark.images().dim()).isEqualTo(256);
    assertThat(benchmark.optimization().optimizer()).isEqualTo(Adam.KERAS);
    assertThat(benchmark.optimization().learningRate().rate()).isEqualTo(1e-3);
  }

  @Test
  void whatIsDoneAnywayMayBeSaid() {
    String name = "Chexpert_BCE_E3_B32_C0_N12_NoAug_UZEROES_D256_1LR3_Adam";
    Benchmark said = Benchmark.parse(name);
    Benchmark unsaid = Benchmark.parse("Chexpert_BCE_E3_B32_N12");
    assertThat(said).usingRecursiveComparison().ignoringFields("name").isEqualTo(unsaid);
  }

  @Test
  void theArchitectureInFrontIsNotPartOfTheBenchmark() {
    assertThat(Benchmark.parse("DenseNet121_2_Chexpert_BCE_E1_B8").name())
        .isEqualTo("2_Chexpert_BCE_E1_B8");
  }

  @Test
  void tokensOfLabelsSplitAndUpsamplingAreDone() {
    Benchmark benchmark =
        Benchmark.parse("Chexpert_BCE_E3_B32_C0_N12_U75_D256_DS9505_2LR1_SGD_Upsampled");
    assertThat(benchmark.labels().encoding().uncertainty())
        .isEqualTo(ChexpertPresets.uncertainty("U75").orElseThrow());
    assertThat(benchmark.split()).isEqualTo(new SplitPlan(6122156, 0.2, 0.05, true, false));
    assertThat(benchmark.labels().upsampling().factors()).hasSize(4);
    for (String spelling : List.of("Uones", "UONES", "Uone")) {
      assertThat(Benchmark.parse("BCE_E1_B1_" + spelling).labels().encoding().uncertainty())
          .isEqualTo(UncertaintyPolicy.Everywhere.UONES);
    }
  }

  @Test
  void presetsAreThoseOfThePythonProject() throws IOException {
    JsonNode facts = Golden.json("golden/benchmarks.json");
    for (String token : List.of("U75", "U66", "U32")) {
      JsonNode lists = facts.get("u_enc_lists").get(token);
      assertThat(ChexpertPresets.uncertainty(token).orElseThrow())
          .isEqualTo(
              new UncertaintyPolicy.ClassLists(
                  Golden.texts(lists.get("uzeros")).toList(),
                  Golden.texts(lists.get("uones")).toList(),
                  false));
    }
    for (int count : List.of(5, 12)) {
      List<Upsampling.Factor> factors = new ArrayList<>();
      facts
          .get("upsample_factors")
          .get("N" + count)
          .properties()
          .forEach(e -> factors.add(new Upsampling.Factor(e.getKey(), e.getValue().intValue())));
      assertThat(ChexpertPresets.upsampling(DatasetName.CHEXPERT.classes(count).orElseThrow()))
          .contains(new Upsampling(factors));
    }
  }

  @Test
  void upsamplingOfOtherClassesNeedsItsFactors() {
    List<String> classes = List.of("Mass", "Hernia");
    String name = "Chestxray_BCE_E1_B8_N2_Upsampled";
    assertThatThrownBy(() -> Benchmark.parse(name, classes))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("`upsample`");
    Upsampling own = Upsampling.parse("Hernia=3");
    assertThat(Benchmark.parse(name, classes, Optional.of(own)).labels().upsampling())
        .isEqualTo(own);
    assertThatThrownBy(() -> Benchmark.parse("Chestxray_BCE_E1_B8_N2", classes, Optional.of(own)))
        .hasMessageContaining("_Upsampled");
    assertThatThrownBy(
            () -> Benchmark.parse(name, classes, Optional.of(Upsampling.parse("Edema=1"))))
        .hasMessageContaining("\"Edema\", which is not among the classes");
  }

  @Test
  void whatANameDoesNotMeanIsSaid() {
    assertThat(NameWarnings.beforeTraining(BenchmarkName.parse("BCE_E1_B1_U66_DS9505"))).isEmpty();
    assertThat(NameWarnings.beforeTraining(BenchmarkName.parse("BCE_E1_B1_U75_DS9010"))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"1LR4, 1e-4", "LR4, 1e-4", "2LR1, 0.2", "5LR1, 0.5", "LR0, 1.0", "12LR3, 0.012"})
  void aRateIsItsMantissaTimesAPowerOfTen(String token, double rate) {
    assertThat(Benchmark.parse("BCE_E1_B1_" + token).optimization().learningRate().rate())
        .isEqualTo(rate);
  }

  @Test
  void theClassListsAreThoseOfThePythonProject() throws IOException {
    JsonNode facts = Golden.json("golden/benchmarks.json");
    for (int count : List.of(5, 12, 13, 14)) {
      assertThat(DatasetName.CHEXPERT.classes(count).orElseThrow())
          .containsExactlyElementsOf(
              Golden.texts(facts.get("class_lists").get("N" + count)).toList());
    }
    for (DatasetName dataset : DatasetName.published()) {
      JsonNode preset = facts.get("dataset_presets").get(dataset.token());
      assertThat(dataset.classes())
          .containsExactlyElementsOf(Golden.texts(preset.get("classes")).toList());
      assertThat(dataset.pathColumn()).isEqualTo(preset.get("path_column").textValue());
      assertThat(dataset.pathColumnPrefix())
          .isEqualTo(preset.get("path_column_prefix").textValue());
    }
  }

  @Test
  void everyBenchmarkOfTheGridIsAsRecorded() throws IOException {
    JsonNode grid = Golden.json("golden/benchmarks.json").get("benchmarks");
    assertThat(grid.size()).isEqualTo(180);
    for (Map.Entry<String, JsonNode> named : grid.properties()) {
      JsonNode facts = named.getValue();
      Benchmark benchmark = Benchmark.parse(named.getKey());
      assertThat(benchmark.dataset().token()).isEqualTo(facts.get("dataset").textValue());
      assertThat(benchmark.objective().loss().logged()).isEqualTo(facts.get("loss").textValue());
      assertThat(benchmark.objective().classWeight())
          .isEqualTo(facts.get("use_class_weights").booleanValue());
      assertThat(benchmark.fit().epochs()).isEqualTo(facts.get("epochs").intValue());
      assertThat(benchmark.fit().batchSize()).isEqualTo(facts.get("batch_size").intValue());
      assertThat(benchmark.images().crop()).isEqualTo(facts.get("crop").booleanValue());
    }
  }

  @Test
  void tokensOfLossesAreThoseOfTheLogs() {
    assertThat(Benchmark.parse("Chexpert_WBCE_E1_B8").objective())
        .isEqualTo(
            new Objective(
                LossName.BINARY_CROSSENTROPY, true, ClassWeightScale.L1_NORMED, Map.of()));
    Benchmark masked = Benchmark.parse("Chexpert_Masked_CWBCE_NoNorm_E1_B8_Uignore_1LR2_LF5");
    assertThat(masked.objective())
        .isEqualTo(
            new Objective(
                LossName.WEIGHTED_BINARY_CROSSENTROPY, false, ClassWeightScale.RAW, Map.of()));
    assertThat(masked.labels().encoding())
        .isEqualTo(new LabelEncoding(UncertaintyPolicy.Everywhere.UIGNORE, BlankPolicy.MASKED));
    assertThat(masked.optimization().learningRate())
        .isEqualTo(new LearningRateSchedule.FactorPerEpoch(0.01, 0.5));
  }

  @Test
  void tokensBeyondTheOriginalAreDone() {
    assertThat(Benchmark.parse("PWBCE_Balanced_E1_B8").objective().weights())
        .isEqualTo(ClassWeightScale.BALANCED);
    assertThat(Benchmark.parse("FOCAL_E1_B8").objective().arguments()).containsEntry("gamma", 2.0);
    Benchmark margin = Benchmark.parse("AUCM_E1_B8");
    assertThat(margin.optimization())
        .isEqualTo(new Optimization(Pesg.DEFAULT, new LearningRateSchedule.Constant(0.1)));
    assertThat(Benchmark.parse("BCE_E1_B8_N5_Umulticlass").labels().outputs()).hasSize(15);
    assertThat(Benchmark.parse("BCE_E1_B8_UonesLSR").labels().encoding().uncertainty())
        .isEqualTo(UncertaintyPolicy.Smoothed.towardsOne(6122156));
    assertThat(Benchmark.parse("BCE_E1_B8_RMSprop").optimization().optimizer())
        .isEqualTo(RmsProp.KERAS);
  }

  @ParameterizedTest
  @CsvSource({
    "Chexpert_Masked_BCE_E1_B8, which BCE (custom_binary_crossentropy) cannot",
    "WBCE_E1_B8_Uignore, which BCE (binary_crossentropy) cannot",
    "CWBCE_E1_B8_Umulticlass, for the loss BCE (three_way_crossentropy) and no other",
    "Masked_BCE_E1_B8_Umulticlass, do not go together",
    "AUCM_E1_B8_Adam, PESG alone; found Adam"
  })
  void whatDoesNotGoTogetherIsRefused(String name, String reason) {
    assertThatThrownBy(() -> Benchmark.parse(name))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "Chexpert_BCE_E1_B8_CTCOMP, 'CTCOMP' at character 20",
    "Chexpert_BCE_E1_B8_N5D256, 'N5D256' at character 20",
    "Chexpert_BCE_E1_E2_B8, 'E2' at character 17",
    "Chexpert_BCE_B8_E1, 'E1' at character 17",
    "Chexpert_BCE_B8, lacks the epochs",
    "Chexpert_BCE_E8, lacks the batch",
    "Chexpert_E1_B8, lacks the loss",
    "Chexpert_BCE_E0_B8, 'Epochs must be at least 1, found 0'",
    "Chexpert_BCE_E1_B0, 'Batch size must be at least 1, found 0'",
    "Chexpert_BCE_E1_B8_D8, 'Image dimension must be at least 32, found 8'",
    "Chexpert_BCE_E1_B8_0LR4, 'Learning rate must be above 0'",
    "Chexpert_BCE_E99999999999_B8, E99999999999",
    "Chexpert_BCE_E1_B8_U57, 'U75, U66 and U32 only'",
    "Chexpert_BCE_E1_B8_N5_U75, 'not among the classes'",
    "Chexpert_BCE_E1_B8_N14_U75, '[No Finding, Support Devices]'",
    "Chexpert_BCE_E1_B8_DS8090, 'add up to 100'",
    "Chexpert_BCE_E1_B8_DS0000, 'add up to 100'",
    "Chexpert_BCE_E1_B8_N7, 'lists for N5, N12, N13, N14 only; name them with `classes`'",
    "Chestxray_BCE_E1_B8_N5, 'lists for N14, N15 only; name them with `classes`'"
  })
  void aNameThatIsWrongIsRefusedWithTheReason(String name, String reason) {
    assertThatThrownBy(() -> Benchmark.parse(name))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  void classesOfOnesOwnMustBeAsManyAsTheNameSays() {
    Benchmark own = Benchmark.parse("Chestxray_BCE_E1_B8_N2", List.of("Mass", "Nodule"));
    assertThat(own.classes()).containsExactly("Mass", "Nodule");
    assertThatThrownBy(() -> Benchmark.parse("Chestxray_BCE_E1_B8", List.of("Mass", "Nodule")))
        .hasMessageContaining("means 15 classes, but `classes` gives 2; write N2");
    assertThatThrownBy(() -> Benchmark.parse("Chestxray_BCE_E1_B8_N2", List.of("Mass", "Mass")))
        .hasMessageContaining("'Mass' twice");
  }

  @Test
  void chestXray14WithoutNoFindingHasFourteenClasses() {
    assertThat(Benchmark.parse("Chestxray_BCE_E1_B8_N14").classes())
        .hasSize(14)
        .doesNotContain("No Finding");
    assertThat(Benchmark.parse("Chestxray_BCE_E1_B8").classes()).hasSize(15);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0.2, 0.2", "4294967296, 0.2, 0.2", "1, 0, 0.2", "1, 0.2, 1", "1, NaN, 0.2"})
  void anImpossibleSplitIsRefused(long seed, double test, double valid) {
    assertThatThrownBy(() -> new SplitPlan(seed, test, valid)).isInstanceOf(ThoraxException.class);
  }
}
