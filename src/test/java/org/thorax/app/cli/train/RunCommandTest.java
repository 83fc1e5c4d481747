package org.thorax.app.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.app.cli.ThoraxProcess;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.experiment.run.RunFolder;

class RunCommandTest {
  @TempDir private Path work;

  @Tag("long")
  @Test
  void aPlanOfThreeGoesOnAfterTheOneThatFailsAndSkipsWhatIsDone() throws Exception {
    Path data = work.resolve("phantom");
    PhantomDataset.write(data, new PhantomSettings(7, 24, 0, 32));
    Path plan =
        plan(
            """
            benchmarks: [%s]
            seeds: [5, 6]
            options:
              data: %s
              backbone: %s
              scaling: tf
              device: cpu
              classes: [Pleural Effusion, Lung Opacity]
              models-dir: %s
              logs-dir: %s
            runs:
              - benchmark: %s
                options: {data: nowhere}
              - benchmark: %s
                options: {weihgts: none}
            """
                .formatted(
                    SmallPhantom.BENCHMARK,
                    data,
                    SmallPhantom.tiny(),
                    work.resolve("models"),
                    work.resolve("logs"),
                    SmallPhantom.BENCHMARK.replace("D32", "D64"),
                    SmallPhantom.BENCHMARK.replace("D32", "D48")));
    ThoraxProcess.Ended first = run(plan);
    assertThat(first.exit()).as(first.out()).isEqualTo(1);
    assertThat(first.out()).contains("2 done, 0 done before, 2 failed, 0 left");
    assertThat(first.out())
        .contains("exit code 1: The dataset folder nowhere does not exist")
        .contains("exit code 2: Unknown option '--weihgts' (did you mean '--weights'?)")
        .doesNotContain("Try 'thorax");
    assertThat(first.out()).doesNotContain("\033");
    assertThat(work.resolve("models/tiny_" + SmallPhantom.NAME)).isDirectory();
    assertThat(work.resolve("models/tiny_2_" + SmallPhantom.NAME)).isDirectory();
    assertThat(Files.readString(work.resolve("logs/unvalidated-experiment-log.json")))
        .containsOnlyOnce("\"tiny_" + SmallPhantom.NAME + "\"")
        .containsOnlyOnce("\"tiny_2_" + SmallPhantom.NAME + "\"");
    ThoraxProcess.Ended again = run(plan);
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.out()).contains("0 done, 2 done before, 2 failed, 0 left");
  }

  @Tag("long")
  @Test
  void aRunWhosePlanIsKilledSavesItsStateAndEnds() throws Exception {
    Path data = work.resolve("phantom");
    PhantomDataset.write(data, new PhantomSettings(7, 300, 0, 32));
    // Hundreds of steps an epoch, and no state before its end unless it is asked to stop.
    String endless = SmallPhantom.BENCHMARK.replace("E1", "E9999").replace("B8", "B1");
    Path plan =
        plan(
            """
            benchmarks: [%s]
            options:
              data: %s
              backbone: %s
              scaling: tf
              device: cpu
              classes: [Pleural Effusion, Lung Opacity]
              models-dir: %s
              logs-dir: %s
              no-early-stopping: true
              save-every: 0
            """
                .formatted(
                    endless,
                    data,
                    SmallPhantom.tiny(),
                    work.resolve("models"),
                    work.resolve("logs")));
    Path log = work.resolve("runs").resolve(endless + ".log");
    try (ThoraxProcess process =
        ThoraxProcess.start("run", plan, "--plan-dir", work.resolve("runs"))) {
      while (!Files.exists(log) || !Files.readString(log).contains("epoch_begin")) {
        assertThat(process.process().isAlive()).isTrue();
        TimeUnit.MILLISECONDS.sleep(50);
      }
      ProcessHandle child = process.process().children().findAny().orElseThrow();
      process.process().destroyForcibly().waitFor();
      try {
        assertThat(child.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
      } finally {
        child.destroyForcibly();
      }
    }
    assertThat(RunFolder.unfinished(work.resolve("models"))).hasSize(1);
  }

  @Test
  void aDryRunSaysWhatWouldBeRun() throws IOException {
    Path plan =
        plan(
            """
            architectures: [DenseNet121, Xception]
            benchmarks: [Chexpert_BCE_E3_B32_C0_N12]
            seeds: [1, 2]
            options: {weights: none, no-shuffle: true, freeze-backbone: false, data: %s}
            """
                .formatted(SmallPhantom.in(work.resolve("phantom")).folder()));
    CommandLineRun run = CommandLineRun.thorax("run", plan, "--dry-run").succeeds();
    assertThat(run.out().lines())
        .hasSize(4)
        .contains(
            "thorax train Chexpert_BCE_E3_B32_C0_N12 --architecture Xception --seed 2 --run 2"
                + " --data "
                + work.resolve("phantom")
                + " --no-shuffle --weights none");
  }

  @Test
  void aDryRunSaysAllThatTrainWouldComplainOf() throws IOException {
    Path data = SmallPhantom.in(work.resolve("phantom")).folder();
    Path plan =
        plan(
            """
            architectures: [DenseNet999, DenseNet121]
            benchmarks: [Chexpert_BCE_E1_B16_C0_N5_D64, Nonsense]
            options: {data: %s, weihgts: none}
            runs:
              - {benchmark: Chexpert_BCE_E1_B8_C0_N5_D48, architecture: Xception, options: {early-stopping: patience=many}}
              - {benchmark: Chexpert_BCE_E1_B8_C0_N5_D56, options: {data: nowhere, backbone: lost.h5}}
            """
                .formatted(data));
    CommandLineRun run = CommandLineRun.thorax("run", plan, "--dry-run");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out().lines()).hasSize(6).allMatch(line -> line.startsWith("thorax train "));
    assertThat(complaints(run, "DenseNet999_Nonsense"))
        .hasSize(3)
        .anyMatch(line -> line.contains("'--weihgts' (did you mean '--weights'?)"))
        .anyMatch(line -> line.contains("'Nonsense'"))
        .anyMatch(line -> line.contains("There is no architecture 'DenseNet999'"));
    assertThat(complaints(run, "DenseNet121_Chexpert_BCE_E1_B16_C0_N5_D64"))
        .anyMatch(line -> line.contains("Expected ImageNet weights of DenseNet121"));
    assertThat(complaints(run, "Xception_Chexpert_BCE_E1_B8_C0_N5_D48"))
        .anyMatch(line -> line.contains("many"));
    assertThat(complaints(run, "Chexpert_BCE_E1_B8_C0_N5_D56"))
        .anyMatch(line -> line.contains("nowhere does not exist"))
        .anyMatch(line -> line.contains("Expected a model at lost.h5, found nothing"));
    assertThat(run.err().lines().toList()).last().asString().contains("6 of 6 runs would fail");
    assertThat(work.resolve("runs")).doesNotExist();
  }

  @Test
  void aDryRunOfRightArgumentsWhoseFilesAreMissingEndsWithOne() throws IOException {
    Path plan =
        plan(
            """
            benchmarks: [Chexpert_BCE_E1_B8_C0_N5_D64]
            options: {data: %s, backbone: lost.h5}
            """
                .formatted(SmallPhantom.in(work.resolve("phantom")).folder()));
    CommandLineRun run = CommandLineRun.thorax("run", plan, "--dry-run");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("lost.h5", "1 of 1 runs would fail");
    Path misspelt = plan("benchmarks: [a]\noptions: {}\narchitectuers: [Xception]\n");
    CommandLineRun.thorax("run", misspelt, "--dry-run")
        .failsSaying("'architectuers' (did you mean 'architectures'?)");
  }

  private static List<String> complaints(CommandLineRun run, String name) {
    return run.err().lines().filter(line -> line.startsWith("thorax: " + name + ": ")).toList();
  }

  @Test
  void aPlanThatCannotBeReadIsAnErrorOfOneLine() throws IOException {
    CommandLineRun.thorax("run", work.resolve("none.yaml")).failsSaying("none.yaml", "check");
    CommandLineRun.thorax("run", plan("benchmarks: [a")).failsSaying("is not YAML");
    CommandLineRun.thorax("run", plan("benchmark: a"))
        .failsSaying("the plan knows architectures, benchmarks", "found 'benchmark'");
    CommandLineRun.thorax("run", plan("options: {}")).failsSaying("no benchmarks and no runs");
    CommandLineRun.thorax("run", plan("benchmarks: [a, a]")).failsSaying("'a' is in it 2 times");
  }

  private ThoraxProcess.Ended run(Path plan) throws IOException, InterruptedException {
    try (ThoraxProcess process =
        ThoraxProcess.start("run", plan, "--jobs", 2, "--plan-dir", work.resolve("runs"))) {
      return process.end();
    }
  }

  private Path plan(String text) throws IOException {
    Path file = work.resolve("plan.yaml");
    Files.writeString(file, text);
    return file;
  }
}
