package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that fail in the middle: a device that is full, and files that may not grow. */
class FullDiskTest {
  @TempDir private Path work;

  @Test
  void figuresThatCannotBeWrittenEndTheTraining() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "skipped: there is no /dev/full here");
    SmallPhantom phantom = SmallPhantom.in(work.resolve("phantom"));
    phantom.train(work).succeeds();
    int logged = new TrainedRun(work).entries().size();
    Path folder = SmallPhantom.experiment(work);
    Files.delete(folder.resolve("batches.csv"));
    Files.createSymbolicLink(folder.resolve("batches.csv"), full);
    phantom.train(work).failsSaying(folder, "No space left on device", "check free space");
    assertThat(new TrainedRun(work).entries()).hasSize(logged);
  }

  @Test
  void aModelThatDoesNotFitLeavesNoFolder() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/bash")), "skipped: there is no bash to limit files with");
    Path out = work.resolve("models/out");
    // TensorFlow writes the variables itself; 4 blocks are fewer than they need.
    Result limited = limitedTo(4, "backbone", "import", SmallPhantom.tiny(), "--out", out);
    assertThat(limited.exit()).as(limited.output()).isEqualTo(1);
    assertThat(limited.output())
        .contains("thorax: Cannot write " + out, "check free space")
        .doesNotContain("\tat ", "Unexpected");
    try (Stream<Path> left = Files.list(work.resolve("models"))) {
      assertThat(left).isEmpty();
    }
  }

  private record Result(int exit, String output) {}

  private Result limitedTo(int blocks, Object... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/bash",
                "-c",
                "ulimit -f " + blocks + "; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Thorax.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }
}
