package org.thorax.model.keras.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("oracle")
class KerasFileFuzzTest {
  private static final int CASES = Integer.getInteger("thorax.fuzz.cases", 2100);
  private static final long SEED = Long.getLong("thorax.fuzz.seed", 20_261_123L);

  /** In 192 MB, where one allocation on a false size is the end. */
  @Test
  void damagedFilesAreRefusedOrReadAndNothingElse(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path models = KerasFiles.models();
    Path variants = KerasFiles.variants();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:MaxDirectMemorySize=64m",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KerasFileFuzz.class.getName(),
                folder.toString(),
                Integer.toString(CASES),
                Long.toString(SEED)));
    for (String name : List.of("keras2.h5", "keras3.keras", "keras2.weights.h5", "keras3.h5")) {
      command.add(models.resolve(name).toString());
    }
    for (String name : List.of("latest.h5", "chunks.h5", "fixed-strings.h5")) {
      command.add(variants.resolve(name).toString());
    }
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(Math.max(120, CASES / 10), TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("a file made the reader hang").isTrue();
    assertThat(Files.readString(output)).matches("refused \\d{3,} read \\d{2,}\\R");
    assertThat(process.exitValue()).isZero();
  }
}
