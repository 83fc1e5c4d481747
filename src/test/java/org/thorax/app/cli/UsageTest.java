package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  private static final String GOOD = "Chexpert_BCE_E1_B8_C0_N5_D32_1LR3_Adam";

  @TempDir private Path work;

  @Test
  void withoutArgumentsItShowsItsHelpAndFails() {
    CommandLineRun run = CommandLineRun.thorax();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: thorax", "quickstart", "train", "predict", "backbone");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quickstart",
        "train",
        "predict",
        "evaluate",
        "compare",
        "backbone",
        "backbone create",
        "dataset check",
        "dataset stats",
        "dataset describe",
        "dataset relabel",
        "wiki",
        "help"
      })
  void everyCommandHasAHelp(String command) {
    CommandLineRun run = CommandLineRun.thorax((Object[]) (command + " --help").trim().split(" "));
    assertThat(run.succeeds().out()).contains("Usage: thorax");
  }

  @Test
  void itSaysItsVersion() {
    assertThat(CommandLineRun.thorax("--version").succeeds().out()).startsWith("thorax ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trian", "--unknown", "train --unknown", "predict --csv --json m i.png"})
  void whatIsNotKnownIsWrongUsage(String command) {
    CommandLineRun.thorax((Object[]) command.split(" ")).isWrongUsageSaying();
  }

  @ParameterizedTest
  @CsvSource({
    "trian, thorax trian, train",
    "trian X --data d --architecture Xception, thorax trian, train",
    "help trian, thorax trian, train",
    "log lst, thorax log lst, list",
    "models pusj X, thorax models pusj, push",
    "ensemble fitt a b, thorax ensemble fitt, fit",
    "train X --weigths none, --weigths, --weights",
    "train X --weigths=none, --weigths, --weights",
    "train X -seed 5, -seed, --seed",
    "train X --no-tensorbord, --no-tensorbord, --no-tensorboard",
    "log list --sorted auc, --sorted, --sort",
    "benchmark show X --josn, --josn, --json",
    "serve --prot 80, --prot, --port",
    "--vebrose train X, --vebrose, --verbose"
  })
  void aMisspeltCommandOrOptionIsToldTheNearest(String command, String said, String meant) {
    CommandLineRun.thorax((Object[]) command.split(" "))
        .isWrongUsageSaying(said, "did you mean '" + meant + "'?");
  }

  @Test
  void allUnknownOptionsAreSaidAtOnceAndNoFarFetchedNames() {
    CommandLineRun.thorax("train", GOOD, "--weigths", "none", "--achitecture", "x", "--qqqqqq")
        .isWrongUsageSaying(
            "Unknown options '--weigths' (did you mean '--weights'?), '--achitecture' (did you mean"
                + " '--architecture'?), '--qqqqqq'.");
    CommandLineRun.thorax("log", "show", "a", "b")
        .isWrongUsageSaying("no argument 'b'", "'thorax log show'");
  }

  @Test
  void anEnsembleOfOneModelIsAskedForTwo() {
    for (Object[] more : new Object[][] {{}, {"--data", "d"}, {"--method", "mean"}}) {
      List<Object> fit = new ArrayList<>(List.of("ensemble", "fit", "A", "--out", "e.json"));
      fit.addAll(List.of(more));
      CommandLineRun.thorax(fit.toArray())
          .isWrongUsageSaying("Name at least two models to combine", "'A'");
    }
  }

  @Test
  void trainNeedsADatasetNamedHereOrInTheEnvironment() {
    assumeTrue(System.getenv("CHEXPERT_DATASET_DIRECTORY") == null, "the environment names one");
    assumeTrue(!Files.exists(Path.of(".env")), ".env may name one");
    CommandLineRun.thorax("train", GOOD, "--architecture", "Xception")
        .isWrongUsageSaying("--data DIR", "CHEXPERT_DATASET_DIRECTORY", ".env");
  }

  @Test
  void trainNeedsANetworkAndOnlyOne() {
    train(GOOD).isWrongUsageSaying("--architecture", "--backbone", "--model");
    train(GOOD, "--architecture", "Xception", "--model", "m").isWrongUsageSaying("--model");
  }

  @ParameterizedTest
  @CsvSource({
    "Chexpert_BCE_E1_B8_C0_N5_sharp01, radius",
    "Chexpert_BCE_E1_B8_C0_N5_DS8090, DS8090",
    "Chexpert_Masked_BCE_E1_B8_C0_N5, Masked",
    "Chexpert_BCE_E1_B8_C0_N5_Rainbow, Rainbow",
    "Chexpert_BCE_E0_B8_C0_N5, at least 1",
    "Chexpert_BCE_E1_B8_C0_N7, N5",
    "Chexpert_BCE_E99999999999_B8_C0_N5, E99999999999"
  })
  void aTokenThatIsNotDoneIsRefusedByName(String benchmark, String token) {
    withXception(benchmark).isWrongUsageSaying(token);
  }

  @Test
  void classesMustBeAsManyAsTheNameSaysAndDifferent() {
    withXception(GOOD, "--classes", "Edema,Fracture").isWrongUsageSaying("5", "2", "N2");
    withXception(GOOD, "--classes", "Edema,Edema,A,B,C").isWrongUsageSaying("'Edema' twice");
    withXception(GOOD, "--classes", "Edema,,A,B,C").isWrongUsageSaying("''");
  }

  @ParameterizedTest
  @CsvSource({
    "--seed, -1, 4294967295",
    "--seed, 4294967296, 4294967295",
    "--split-seed, -1, 4294967295",
    "--steps-per-epoch, 0, at least 1",
    "--steps-per-epoch, x, x",
    "--test-size, 1.5, 1.5",
    "--valid-size, NaN, NaN",
    "--scaling, purple, 'torch, tf, caffe, none'",
    "--device, tpu, tpu",
    "--on-bad-image, replace, replace",
    "--weights, imagenet, imagenet"
  })
  void anOptionOutOfRangeIsWrongUsage(String option, String value, String said) {
    withXception(GOOD, option, value).isWrongUsageSaying(said);
  }

  @Test
  void anUnknownArchitectureIsWrongUsage() {
    train(GOOD, "--architecture", "DenseNet122").isWrongUsageSaying("DenseNet122", "DenseNet121");
    CommandLineRun.thorax("backbone", "create", "DenseNet122", "--out", work.resolve("b"))
        .isWrongUsageSaying("DenseNet122");
  }

  @Test
  void weightsBelongToAnArchitecture() {
    train(GOOD, "--backbone", "b", "--weights", "none").isWrongUsageSaying("--weights");
  }

  @Test
  void theQuickstartChecksItsSeedBeforeItDraws() {
    CommandLineRun.thorax("quickstart", "--seed", "-1", "--data", work.resolve("phantom"))
        .isWrongUsageSaying("--seed");
    assertThat(work.resolve("phantom")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "64x", "x64", "64x64x3", "1000000", "big"})
  void aSizeIsANumberOfPixels(String size) {
    CommandLineRun.thorax("predict", "model", "image.png", "--size", size)
        .isWrongUsageSaying("--size", size);
  }

  private CommandLineRun withXception(String benchmark, String... more) {
    Object[] all = new Object[more.length + 2];
    all[0] = "--architecture";
    all[1] = "Xception";
    System.arraycopy(more, 0, all, 2, more.length);
    return train(benchmark, all);
  }

  private CommandLineRun train(String benchmark, Object... more) {
    Object[] all = new Object[more.length + 4];
    all[0] = "train";
    all[1] = benchmark;
    all[2] = "--data";
    all[3] = work;
    System.arraycopy(more, 0, all, 4, more.length);
    return CommandLineRun.thorax(all);
  }
}
