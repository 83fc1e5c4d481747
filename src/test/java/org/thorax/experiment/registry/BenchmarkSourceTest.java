package org.thorax.experiment.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkDiff;
import org.thorax.experiment.config.BenchmarkForm;
import org.thorax.experiment.config.BenchmarkYaml;
import org.thorax.experiment.config.ResolvedConfig;
import org.thorax.experiment.config.Setting;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.optimizer.Optimizer;

class BenchmarkSourceTest {
  private static final String NAME = "Chexpert_BCE_E3_B32_C0_N5_D256_1LR4_Adam";
  private static final String FULL =
      "Chexpert_BCE_E5_B32_C0_N12_AugAffine_hist_gb_U75_D256_DS9505_2LR1_LF5_SGD_Upsampled";

  @TempDir private Path folder;

  private String file(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, String.join("\n", lines) + "\n").toString();
  }

  private static Benchmark of(String given, String... settings) {
    return BenchmarkSource.of(given, Stream.of(settings).map(Setting::parse).toList()).benchmark();
  }

  @Test
  void whatIsWrittenAsYamlIsTheSameBenchmark() throws IOException {
    for (String name : List.of(NAME, FULL)) {
      Benchmark benchmark = Benchmark.parse(name);
      ResolvedConfig read =
          BenchmarkSource.of(file("b.yaml", BenchmarkYaml.write(benchmark)), List.of());
      assertThat(read.benchmark()).isEqualTo(benchmark);
      assertThat(read.remarks()).isEmpty();
    }
  }

  @Test
  void aFileTakesFromTheOneItExtendsWhatItDoesNotSay() throws IOException {
    file("base.yaml", "extends: " + FULL, "fit: {epochs: 9}");
    String mine =
        file(
            "sub/mine.yaml",
            "extends: ../base.yaml",
            "name: mine",
            "fit:",
            "  batch_size: 8",
            "labels:",
            "  uncertainty: uones",
            "  upsample: {Fracture: 3}");
    Benchmark benchmark = of(mine);
    assertThat(benchmark.name()).isEqualTo("mine");
    assertThat(benchmark.fit().epochs()).isEqualTo(9);
    assertThat(benchmark.fit().batchSize()).isEqualTo(8);
    assertThat(benchmark.labels().encoding().uncertainty())
        .isEqualTo(UncertaintyPolicy.Everywhere.UONES);
    assertThat(benchmark.labels().upsampling().factors()).hasSize(1);
    assertThat(benchmark.images()).isEqualTo(Benchmark.parse(FULL).images());
  }

  @Test
  void aFileThatExtendsItselfIsRefused() throws IOException {
    file("a.yaml", "extends: b.yaml");
    String b = file("b.yaml", "extends: a.yaml");
    assertThatThrownBy(() -> of(b))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("extends itself");
  }

  @Test
  void aFileWithoutANameGetsTheOneOfItsConfiguration() throws IOException {
    Benchmark benchmark = of(file("b.yaml", "extends: " + NAME, "fit: {epochs: 7}"));
    assertThat(benchmark.name()).isEqualTo("Chexpert_BCE_E7_B32_C0_N5_D256_1LR4_Adam");
    assertThat(Benchmark.parse(benchmark.name())).isEqualTo(benchmark);
  }

  @Test
  void aNameThatSaysSomethingElseIsTold() throws IOException {
    ResolvedConfig lying =
        BenchmarkSource.of(
            file("b.yaml", "extends: " + NAME, "name: " + NAME, "fit: {epochs: 7}"), List.of());
    assertThat(lying.benchmark().name()).isEqualTo(NAME);
    assertThat(lying.remarks())
        .containsExactly("The name means fit.epochs 3, the configuration has 7.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [1 | is no YAML: expected ',' or ']'|in line 2, column 1",
        "name: a\\nname: b | duplicate|",
        "- a | must hold keys|",
        "extends: 3 | Expected a file or a benchmark's name for 'extends'|",
        "extends: nothing.yaml | Expected a benchmark's file at|",
        "extends: NAME\\nfit: {epoch: 3} | no key fit.epoch|did you mean 'epochs'?",
        "extends: NAME\\nimage: {dim: 64} | no key image;|did you mean 'images'?",
        "extends: NAME\\nfit: {epochs: three} | a whole number for fit.epochs|",
        "extends: preset:trainign-notebook | did you mean preset:training-notebook|"
      })
  void aFileThatIsWrongIsRefusedByItsPlace(String content, String said, String also)
      throws IOException {
    String file = file("b.yaml", content.replace("\\n", "\n").replace("NAME", NAME));
    assertThatThrownBy(() -> of(file))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(said.strip())
        .hasMessageContaining(also == null ? "" : also);
  }

  @Test
  void settingsChangeABenchmarkAndItsName() {
    Benchmark changed = of(NAME, "epochs=7", "optimization.learning_rate=2e-3", "images.dim=128");
    assertThat(changed.name()).isEqualTo("Chexpert_BCE_E7_B32_C0_N5_D128_2LR3_Adam");
    assertThat(Benchmark.parse(changed.name())).isEqualTo(changed);
    assertThat(of(NAME, "epochs=3").name()).isEqualTo(NAME);
    assertThat(of(NAME, "epochs=4", "name=mine").name()).isEqualTo("mine");
  }

  @Test
  void whatNoTokenSaysGivesTheNameAChecksum() {
    Benchmark one = of(NAME, "optimization.arguments.clipnorm=1");
    Benchmark other = of(NAME, "optimization.arguments.clipnorm=2");
    assertThat(one.name()).matches(NAME + "_x[0-9a-f]{6}").isNotEqualTo(other.name());
    assertThat(of(NAME, "optimization.arguments.clipnorm=1")).isEqualTo(one);
    assertThat(one.optimization().optimizer())
        .isEqualTo(Optimizer.of("Adam", Map.of("clipnorm", 1)));
  }

  @Test
  void anotherOptimizerOrScheduleDropsWhatBelongedToTheFirst() {
    assertThat(of(NAME, "optimizer=SGD").optimization().optimizer())
        .isEqualTo(Optimizer.named("SGD"));
    assertThat(of(FULL, "schedule=constant").optimization().learningRate())
        .isEqualTo(new LearningRateSchedule.Constant(0.2));
    assertThat(of(FULL, "labels.uncertainty=uzeroes").labels().encoding().uncertainty())
        .isEqualTo(UncertaintyPolicy.Everywhere.UZEROES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs | Expected `set` key=value",
        "fit.epoch=3 | no key fit.epoch",
        "nothing=3 | no key nothing",
        "arguments={} | objective.arguments or optimization.arguments",
        "fit.epochs=[ | is no YAML"
      })
  void aSettingThatMeansNothingIsRefused(String setting, String said) {
    assertThatThrownBy(() -> of(NAME, setting))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(said);
  }

  @Test
  void classesOfOnesOwnBelongToNames() {
    assertThat(
            BenchmarkSource.of("BCE_E1_B8_N2", List.of("A", "B"), Optional.empty(), List.of())
                .benchmark()
                .classes())
        .containsExactly("A", "B");
    assertThatThrownBy(
            () -> BenchmarkSource.of("b.yaml", List.of("A"), Optional.empty(), List.of()))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("`set` labels.classes");
  }

  @Test
  void differencesAreNamedByTheirKeys() {
    Benchmark one = Benchmark.parse(NAME);
    assertThat(BenchmarkDiff.between(one, one.withName("other"))).isEmpty();
    assertThat(BenchmarkDiff.between(one, of(NAME, "epochs=4", "crop=true")))
        .extracting(BenchmarkDiff::toString)
        .containsExactly("images.crop: false | true", "fit.epochs: 3 | 4");
    assertThat(BenchmarkDiff.leaves(one)).hasSizeGreaterThan(20);
    assertThat(BenchmarkForm.of(one).size()).isEqualTo(8);
  }
}
