package org.thorax.app.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.CommandLineRun.thorax;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.oracle.Golden;

class BenchmarkCommandTest {
  private static final String NAME = "Chexpert_BCE_E3_B32_C0_N5_D256_1LR4_Adam";

  @TempDir private Path work;

  @Test
  void aNameIsExplainedTokenByToken() {
    CommandLineRun run = thorax("benchmark", "parse", NAME, "--logs", work).succeeds();
    assertThat(run.out())
        .contains("batches of 32", "(left out)", "uncertain labels become 0", "The name is valid.");
    CommandLineRun unknown = thorax("benchmark", "parse", "pretrained_DN_dependency");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.out()).contains("unknown", "The name is invalid");
  }

  @Test
  void aLoggedNameIsHeldAgainstItsFields() {
    String name =
        "DenseNet121_Chexpert_BCE_NoNorm_E5_B32_C0_N12_AugAffine_sharp21_U75_D256_DS9505_1LR4_LF1_Adam_Upsampled";
    assertThat(
            thorax("benchmark", "parse", name, "--logs", Golden.path("golden/logs"))
                .succeeds()
                .out())
        .contains("Logged as 74d8220a", "transformations is none");
  }

  @Test
  void whatIsShownIsTakenAgain() throws IOException {
    CommandLineRun shown =
        thorax("benchmark", "show", NAME, "--set", "optimization.arguments.clipnorm=1").succeeds();
    Path file = Files.writeString(work.resolve("b.yaml"), shown.out());
    assertThat(thorax("benchmark", "show", file).succeeds().out()).isEqualTo(shown.out());
    CommandLineRun differs = thorax("benchmark", "diff", NAME, file);
    assertThat(differs.exit()).isEqualTo(1);
    assertThat(differs.out()).contains("optimization.arguments.clipnorm").hasLineCount(2);
    assertThat(thorax("benchmark", "diff", file, file).succeeds().out()).contains("No difference");
    assertThat(thorax("benchmark", "name", file).out().strip()).isEqualTo(NAME);
  }

  @Test
  void theBenchmarkOfALoggedRunIsFound() {
    CommandLineRun run =
        thorax("benchmark", "name", "--like", "bd5c", "--logs", Golden.path("golden/logs"));
    assertThat(run.exit()).isZero();
    assertThat(run.out().strip())
        .isEqualTo(
            "Chexpert_CWBCE_L1Normed_E5_B32_C0_N12_AugAffine_sharp21_U75_D256_DS9505_1LR4_LF1_Adam_Upsampled");
  }

  @Test
  void aLoggedRunIsNamedAsDiffNamesItWhereverABenchmarkIs() {
    Path logs = Golden.path("golden/logs");
    for (String command : new String[] {"show", "name"}) {
      CommandLineRun like = thorax("benchmark", command, "--like", "e31eae10", "--logs", logs);
      CommandLineRun named = thorax("benchmark", command, "log:e31eae10", "--logs", logs);
      assertThat(named).isEqualTo(like).matches(run -> run.exit() == 0);
    }
    thorax("benchmark", "show", "log:e31eae10", "--logs", logs, "--set", "fit.epoch=3")
        .isWrongUsageSaying("'epochs'");
    thorax("benchmark", "show", "log:none", "--logs", logs).isWrongUsageSaying("'none'");
    thorax("train", "log:e31eae10", "--classes", "A", "--model", "m", "--logs", logs)
        .isWrongUsageSaying("--classes", "--set with a logged run");
  }

  @Test
  void wrongArgumentsAreWrongUsage() {
    thorax("benchmark", "show").isWrongUsageSaying("--like", "nothing");
    thorax("benchmark", "show", NAME, "--like", "x").isWrongUsageSaying("both");
    thorax("benchmark", "show", NAME, "--set", "fit.epoch=3").isWrongUsageSaying("'epochs'");
    thorax("benchmark", "show", work.resolve("none.yaml")).isWrongUsageSaying("none.yaml");
    thorax("benchmark").isWrongUsageSaying("parse, list, name, show, diff");
  }

  @Test
  void thePresetsAndTheGridAreListed() {
    assertThat(thorax("benchmark", "list").succeeds().out())
        .contains("preset:training-notebook", "180 names");
    assertThat(thorax("benchmark", "list", "--grid").succeeds().out().lines()).hasSize(180);
  }
}
