package org.thorax.app.cli;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;

/** A training process that is killed at moments drawn from a seed, and continues each time. */
@Tag("long")
class KilledTrainingTest {
  private static final String BENCHMARK = "Chexpert_BCE_E10_B8_C0_N2_AugAffine_D32_1LR3_Adam";
  private static final int KILLS = 20;
  private static final int MAX_MILLIS = 300;

  @TempDir private Path work;

  @Test
  void aTrainingKilledTwentyTimesEndsWithTheWeightsOfAnUndisturbedOne() throws Exception {
    Path data = work.resolve("phantom");
    PhantomDataset.write(data, new PhantomSettings(7, 60, 0, 32));
    Path undisturbed = work.resolve("undisturbed");
    finish(start(data, undisturbed));
    Random random = new Random(6122156);
    int kills = 0;
    // A run that is done before it was killed often enough is followed by another one.
    for (int round = 0; kills < KILLS; round++) {
      Path killed = work.resolve("killed" + round);
      while (kills < KILLS && isKilled(start(data, killed), random)) {
        kills++;
      }
      finish(start(data, killed));
      compare(killed, undisturbed);
    }
  }

  /** Kills the process some time after its training began; false when it ended before. */
  private static boolean isKilled(ThoraxProcess thorax, Random random) throws Exception {
    try (BufferedReader out = thorax.out()) {
      String line = out.readLine();
      while (line != null && !line.contains("epoch_begin")) {
        line = out.readLine();
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_MILLIS));
      boolean alive = thorax.process().isAlive();
      thorax.process().destroyForcibly().waitFor();
      return alive;
    }
  }

  private static void compare(Path killed, Path undisturbed) throws IOException {
    assertThat(weights(killed)).isEqualTo(weights(undisturbed));
    assertThat(history(killed)).isEqualTo(history(undisturbed));
    assertThat(batches(killed)).isEqualTo(batches(undisturbed)).doesNotHaveDuplicates();
    assertThat(checkpoints(killed)).isEqualTo(checkpoints(undisturbed)).hasSize(2);
    assertThat(Files.readString(killed.resolve("logs/unvalidated-experiment-log.json")))
        .containsOnlyOnce("\"history\"");
    assertThat(SmallPhantom.experiment(killed).resolve("resume")).doesNotExist();
  }

  private static ThoraxProcess start(Path data, Path work) throws IOException {
    List<Object> command = new ArrayList<>(List.of("train", BENCHMARK, "--data", data));
    command.addAll(List.of("--classes", SmallPhantom.CLASSES, "--device", "cpu"));
    command.addAll(List.of(SmallPhantom.withTiny()));
    command.addAll(List.of("--models-dir", work.resolve("models")));
    command.addAll(List.of("--logs-dir", work.resolve("logs")));
    command.addAll(List.of("--save-every", "3", "--log-format", "json", "--resume"));
    return ThoraxProcess.start(command.toArray());
  }

  private static void finish(ThoraxProcess process) throws IOException, InterruptedException {
    ThoraxProcess.Ended ended = process.end();
    assertThat(ended.exit()).as(ended.out()).isZero();
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
