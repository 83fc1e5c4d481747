package org.thorax.experiment.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkDiff;
import org.thorax.experiment.config.BenchmarkYaml;
import org.thorax.experiment.config.NameExplanation;
import org.thorax.experiment.config.Presets;
import org.thorax.experiment.config.ResolvedConfig;
import org.thorax.experiment.config.Setting;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.oracle.Golden;

class EntryBenchmarkTest {
  private static final Path NOWHERE = Path.of("nowhere");

  @TempDir private Path models;

  private static ExperimentLogs logs() {
    return new ExperimentLogs(Golden.path("golden/logs"));
  }

  @Test
  void everyRecordedRunHasABenchmark() {
    List<LoggedRun> runs =
        logs().runs(List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED), unreadable -> {});
    assertThat(runs).hasSize(21);
    for (LoggedRun run : runs) {
      Benchmark benchmark = EntryBenchmark.of(run, NOWHERE).benchmark();
      assertThat(benchmark.classes()).isEqualTo(run.setup().classes());
      assertThat(benchmark.fit().epochs()).isEqualTo(run.epochs().planned().getAsInt());
      assertThat((float) benchmark.optimization().learningRate().rate())
          .isEqualTo((float) run.setup().rate().orElse(1e-3));
    }
  }

  @Test
  void aRunWhoseNameIsTrueHasTheBenchmarkOfItsName() {
    for (String id : List.of("5663f98e", "e31eae10", "03479e56")) {
      LoggedRun run = logs().require(id);
      Benchmark logged = EntryBenchmark.of(run, NOWHERE).benchmark();
      String name = run.entry().name().replaceFirst("_1$", "");
      assertThat(BenchmarkDiff.between(logged, Benchmark.parse(name))).as(name).isEmpty();
    }
  }

  @Test
  void fieldsAreFollowedWhereTheNameLies() {
    ResolvedConfig sharp = EntryBenchmark.of(logs().require("74d8220a"), NOWHERE);
    assertThat(sharp.benchmark().images().transformations()).isEmpty();
    assertThat(sharp.benchmark().objective().loss().logged())
        .isEqualTo("weighted_binary_crossentropy");
    assertThat(sharp.remarks()).anyMatch(remark -> remark.contains("says sharp21"));
    ResolvedConfig rate = EntryBenchmark.of(logs().require("06bbf24c"), NOWHERE);
    assertThat(rate.benchmark().optimization().learningRate().rate()).isEqualTo(1e-4);
    assertThat(rate.remarks()).anyMatch(remark -> remark.contains("rate at the end"));
  }

  @Test
  void onWhichTableARunWasTrainedIsSaidWhereItsNameOrItsCountsSayIt() {
    String table = "The run was trained on ";
    Map<String, String> tables =
        Map.of(
            "8a6c4dd4", "nofinding_train.csv",
            "04ee235a", "nofinding_train.csv",
            "2e6bcee6", "filtered_dependencies.csv");
    for (LoggedRun run :
        logs().runs(List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED), unreadable -> {})) {
      List<String> said =
          EntryBenchmark.of(run, NOWHERE).remarks().stream()
              .filter(remark -> remark.startsWith(table))
              .toList();
      String expected = tables.get(run.entry().id().substring(0, 8));
      assertThat(said).as(run.entry().id()).hasSize(expected == null ? 0 : 1);
      if (expected != null) {
        assertThat(said.get(0)).contains(table + expected, "`data` .../" + expected, "relabel");
      }
    }
    assertThat(EntryBenchmark.of(logs().require("0e4d4874"), NOWHERE).remarks())
        .anyMatch(remark -> remark.contains("validation images were augmented too"));
  }

  @Test
  void theFileBesideTheModelSaysAll() throws IOException {
    Benchmark benchmark =
        BenchmarkSource.of(
                "Chexpert_BCE_E3_B32_N5",
                List.of(Setting.parse("optimization.arguments.clipnorm=1")))
            .benchmark();
    LoggedRun run = run("a", "a_20261123-101112.h5");
    assertThatThrownBy(() -> EntryBenchmark.of(run, models))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("has no benchmark");
    Path folder = Files.createDirectories(models.resolve("a"));
    Files.writeString(folder.resolve("a_20261123-101112.yaml"), BenchmarkYaml.write(benchmark));
    assertThat(EntryBenchmark.of(run, models)).isEqualTo(new ResolvedConfig(benchmark, List.of()));
  }

  private static LoggedRun run(String name, String file) {
    return LoggedRun.of(
        LogFile.UNVALIDATED,
        new ExperimentEntry(
            "7b",
            name,
            file,
            "1",
            Map.of(),
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of()));
  }

  @Test
  void presetsAreTheRunsThatWereConfigured() throws IOException {
    JsonNode runs = Golden.json("golden/benchmarks.json").get("configured_runs");
    assertThat(runs).hasSameSizeAs(Presets.configured());
    for (int i = 0; i < runs.size(); i++) {
      JsonNode run = runs.get(i);
      Presets.Preset preset = Presets.configured().get(i);
      Benchmark benchmark = BenchmarkSource.of(preset.name(), List.of()).benchmark();
      assertThat(benchmark.name()).isEqualTo(run.get("name").textValue());
      assertThat(preset.architecture()).isEqualTo(run.get("architecture").textValue());
      assertThat(benchmark.fit().epochs()).isEqualTo(run.get("epochs").intValue());
      assertThat(benchmark.fit().batchSize()).isEqualTo(run.get("batch_size").intValue());
      assertThat(benchmark.objective().loss().logged())
          .isEqualTo(run.get("loss").textValue().replace(" (default)", ""));
      assertThat(benchmark.optimization().optimizer().kerasName())
          .isEqualTo(run.get("optimizer").textValue().replace(" (default)", ""));
      assertThat(benchmark.optimization().learningRate().rate())
          .isEqualTo(run.get("learning_rate").doubleValue());
      assertThat(benchmark.images().augmentation().text())
          .isEqualTo(run.get("augmentation").asText("").replace("null", ""));
      assertThat((int) benchmark.labels().encoding().blanks().value())
          .isEqualTo(run.get("nan_replacement").intValue());
      assertThat(benchmark.labels().upsampling().factors().isEmpty())
          .isEqualTo(!run.has("upsample_factors"));
      assertThat(benchmark.split().validSize())
          .isEqualTo(run.get("split_valid_size").doubleValue());
      String clipped = benchmark.optimization().optimizer().config(1).arguments().toString();
      assertThat(clipped.contains("clipnorm")).isEqualTo(run.path("clipnorm").isNumber());
    }
  }

  @Test
  void theGridHasTheNamesOfTheOriginals() throws IOException {
    Set<String> names = new HashSet<>();
    Golden.json("golden/benchmarks.json")
        .get("benchmarks")
        .fieldNames()
        .forEachRemaining(names::add);
    assertThat(names).hasSize(180).isEqualTo(Set.copyOf(Presets.grid()));
  }

  @Test
  void everyRecordedNameIsExplained() throws IOException {
    List<String> names = new ArrayList<>();
    Golden.json("golden/names.json")
        .get("names")
        .forEach(each -> names.add(each.get("name").textValue()));
    assertThat(names).hasSize(33);
    for (String name : names) {
      NameExplanation explanation = NameExplanation.of(name);
      assertThat(explanation.tokens()).as(name).isNotEmpty();
      assertThat(explanation.tokens()).allMatch(line -> !line.meaning().isBlank());
    }
  }

  @Test
  void namesThatLiedAreToldWithoutAnyLog() {
    assertThat(
            NameExplanation.of("DenseNet121_Chexpert_BCE_NoNorm_E5_B32_C0_N12_sharp21").warnings())
        .anyMatch(warning -> warning.contains("CWBCE with L1-normalised weights"));
    assertThat(NameExplanation.of("Guendel19_Chexpert_CWBCE_E20_B32").warnings())
        .anyMatch(warning -> warning.contains("10 epochs"));
    assertThat(NameExplanation.of("Chexpert_BCE_E5_B32_C1_N5").warnings())
        .anyMatch(warning -> warning.contains("cropped before"));
    assertThat(NameExplanation.of("Chexpert_BCE_E5_B32_C0_N5_D256_DS9505_2LR4").warnings())
        .anyMatch(warning -> warning.contains("trained at 1e-4"));
    assertThat(NameExplanation.of("BCE_E5_B32_DS9010").warnings())
        .anyMatch(warning -> warning.contains("validated on the test"));
  }
}
