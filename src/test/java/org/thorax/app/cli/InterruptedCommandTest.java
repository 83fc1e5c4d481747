package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;

/** Ctrl-C in the middle of the work. */
@Timeout(60)
@Tag("long")
class InterruptedCommandTest {
  private static final long A_FEW_SECONDS = 5000;
  private static final int KILLED_BY_INTERRUPT = 128 + 2;

  @TempDir private static Path data;
  @TempDir private Path work;
  private static SmallPhantom phantom;

  @BeforeAll
  static void draw() {
    Path folder = data.resolve("phantom");
    PhantomDataset.write(folder, new PhantomSettings(7, 40, 1, 64));
    phantom = new SmallPhantom(folder);
  }

  @Test
  void aTrainingStopsAtOnceAndLeavesNoModelAndNoLogEntry() throws Exception {
    Path models = work.resolve("models");
    Path logs = work.resolve("logs");
    try (ThoraxProcess train =
        ThoraxProcess.start(
            "train",
            "Chexpert_BCE_E500_B4_C0_N2_AugAffineColor_D32_1LR3_Adam",
            "--classes",
            SmallPhantom.CLASSES,
            "--data",
            phantom.folder(),
            "--backbone",
            SmallPhantom.tiny(),
            "--scaling",
            "tf",
            "--device",
            "cpu",
            "--cache",
            "--cache-dir",
            work.resolve("cache"),
            "--models-dir",
            models,
            "--logs-dir",
            logs)) {
      train.awaitLine("epoch 1, step");
      assertThat(train.interrupt()).isLessThan(A_FEW_SECONDS);
      assertThat(train.process().exitValue()).isEqualTo(KILLED_BY_INTERRUPT);
    }
    assertThat(visible(models)).noneMatch(file -> file.endsWith("saved_model.pb"));
    assertThat(visible(work)).noneMatch(InterruptedCommandTest::isPart);
    assertThat(visible(logs)).noneMatch(file -> file.toString().endsWith(".json"));
  }

  @Test
  void aCopyStopsAtOnceHasWholeImagesOnlyAndIsFinishedByTheSameCommand() throws Exception {
    Path copy = work.resolve("copy");
    Object[] command = {"preprocess", phantom.folder(), "--size", "360", "--out", copy};
    try (ThoraxProcess preprocess = ThoraxProcess.start(command)) {
      while (images(copy).size() < 5) {
        assertThat(preprocess.process().isAlive()).isTrue();
        Thread.sleep(20);
      }
      assertThat(preprocess.interrupt()).isLessThan(A_FEW_SECONDS);
      assertThat(preprocess.process().exitValue()).isEqualTo(KILLED_BY_INTERRUPT);
    }
    assertThat(visible(copy)).noneMatch(InterruptedCommandTest::isPart);
    assertThat(images(copy)).hasSizeLessThan(phantom.images().size());
    for (Path image : images(copy)) {
      assertThat(ImageDecoder.decode(image).width()).isEqualTo(360);
    }
    CommandLineRun.thorax(command).succeeds();
    assertThat(images(copy)).hasSizeGreaterThan(phantom.images().size());
    try (Stream<Path> all = Files.walk(copy)) {
      assertThat(all).noneMatch(InterruptedCommandTest::isPart);
    }
  }

  private static boolean isPart(Path file) {
    return file.getFileName().toString().contains(".part");
  }

  private static List<Path> images(Path folder) throws IOException {
    return visible(folder).stream().filter(file -> file.toString().endsWith(".png")).toList();
  }

  /** The files whose names do not begin with a dot; none when there is no folder. */
  private static List<Path> visible(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    }
  }
}
