package org.thorax.app.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.CommandLineRun.thorax;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;

class DoctorCommandTest {
  @TempDir Path folder;

  @Test
  void aMachineThatCanTrainIsHealthy() {
    String out =
        thorax(
                "doctor",
                "--models-dir",
                folder.resolve("models"),
                "--logs-dir",
                folder.resolve("logs"),
                "--store",
                folder.resolve("store"),
                "--online")
            .succeeds()
            .out();
    assertThat(out)
        .contains("ok    TensorFlow  2.18.0", "Device      CPU:0", "0 files", "Nothing is bad.")
        .contains("Library     tensorflow-core-native");
    assertThat(folder.resolve("models")).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenIsBad() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    CommandLineRun run = thorax("doctor", "--models-dir", file.resolve("models"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("bad   Write", "nothing can be written to", "Something is bad.");
  }
}
