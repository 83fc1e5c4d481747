package org.thorax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.phantom.PhantomDataset;
import org.thorax.phantom.PhantomSettings;

/** A training process that is killed at moments drawn from a seed, and goes on each time. */
class KilledTrainingTest {
  private static final String BENCHMARK = "Chexpert_BCE_E14_B8_C0_N2_D32_AugAffine_1LR3_Adam";
  private static final int KILLS = 20;

  @TempDir private Path work;

  @Test
  void aTrainingKilledTwentyTimesEndsWithTheWeightsOfAnUndisturbedOne() throws Exception {
    Path data = work.resolve("phantom");
    PhantomDataset.write(data, new PhantomSettings(7, 60, 0, 32));
    Path undisturbed = work.resolve("undisturbed");
    assertThat(end(start(data, undisturbed))).isZero();
    Path killed = work.resolve("killed");
    Random random = new Random(6122156);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(data, killed);
      try (BufferedReader out = process.inputReader()) {
        String line = out.readLine();
        // Kills while nothing is trained yet are there too, but few: they are all alike.
        while (line != null && random.nextInt(10) != 0 && !line.contains("epoch_begin")) {
          line = out.readLine();
        }
        assertThat(line).as("the process ended by itself").isNotNull();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
        process.destroyForcibly().waitFor();
      }
    }
    assertThat(end(start(data, killed))).isZero();
    assertThat(weights(killed)).isEqualTo(weights(undisturbed));
    assertThat(history(killed)).isEqualTo(history(undisturbed));
    assertThat(batches(killed)).isEqualTo(batches(undisturbed)).doesNotHaveDuplicates();
    assertThat(checkpoints(killed)).isEqualTo(checkpoints(undisturbed)).hasSize(2);
    assertThat(Files.readString(killed.resolve("logs/unvalidated-experiment-log.json")))
        .containsOnlyOnce("\"history\"");
    assertThat(SmallPhantom.experiment(killed).resolve("resume")).doesNotExist();
  }

  private static Process start(Path data, Path work) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx512m"));
    command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Thorax.class.getName()));
    command.addAll(List.of("train", BENCHMARK, "--data", data.toString(), "--device", "cpu"));
    command.addAll(List.of("--classes", SmallPhantom.CLASSES, "--scaling", "tf"));
    command.addAll(List.of("--backbone", SmallPhantom.tiny().toString()));
    command.addAll(List.of("--models-dir", work.resolve("models").toString()));
    command.addAll(List.of("--logs-dir", work.resolve("logs").toString()));
    command.addAll(List.of("--save-every", "3", "--log-format", "json", "--resume"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static int end(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes());
    int exit = process.waitFor();
    if (exit != 0) {
      System.out.println(out);
    }
    return exit;
  }

  private static byte[] weights(Path work) throws IOException {
    return Files.readAllBytes(
        SmallPhantom.savedModel(work).resolve("variables/variables.data-00000-of-00001"));
  }

  private static String history(Path work) throws IOException {
    return Files.readString(SmallPhantom.experiment(work).resolve("history.csv"));
  }

  /** Without the speed, which is another every time. */
  private static List<String> batches(Path work) throws IOException {
    return Files.readAllLines(SmallPhantom.experiment(work).resolve("batches.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  private static List<String> checkpoints(Path work) throws IOException {
    try (Stream<Path> all = Files.list(SmallPhantom.experiment(work))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("weights."))
          .sorted()
          .toList();
    }
  }
}
