package org.thorax.app.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.run.BatchPreview;

class DatasetShowCommandTest {
  private static final String PLAIN = "Chexpert_BCE_E2_B8_C0_N14_D64";
  private static final String AUGMENTED = "Chexpert_BCE_E2_B8_C0_N14_AugAffineColor_D64";

  @TempDir private static Path work;
  private static Path folder;

  @BeforeAll
  static void draw() {
    folder = work.resolve("phantom");
    PhantomDataset.write(folder, new PhantomSettings(7, 24, 6, 72));
  }

  @Test
  void everyCellShowsTheNetworksPixelsAsTheyAre() throws IOException {
    BufferedImage sheet = sheet(PLAIN, "--data", folder, "--count", 4);
    byte[] first = shown(PLAIN, false).batch().pixels();
    // Two by two cells of 64 x 64, each pixel four of the sheet; 28 units of title, 15 of gap.
    assertThat(sheet.getWidth()).isEqualTo(2 * (8 + 2 * (128 + 8)));
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        int rgb = sheet.getRGB(16 + 4 * x + 1, 2 * (28 + 15) + 4 * y + 1);
        assertThat(rgb & 0xffffff).isEqualTo((first[y * 64 + x] & 0xff) * 0x010101);
      }
    }
  }

  @Test
  void augmentedImagesAreThoseOfTheEpoch() throws IOException {
    assertThat(shown(AUGMENTED, true).batch().samples())
        .isEqualTo(shown(AUGMENTED, false).batch().samples());
    BufferedImage first = sheet(AUGMENTED, "--data", folder, "--augment", "--count", 1);
    BufferedImage again = sheet(AUGMENTED, "--data", folder, "--augment", "--count", 1);
    BufferedImage plain = sheet(AUGMENTED, "--data", folder, "--count", 1);
    assertThat(pixels(first)).isEqualTo(pixels(again)).isNotEqualTo(pixels(plain));
  }

  @Test
  void aDataSetIsShownWithoutABenchmark() throws IOException {
    BufferedImage sheet = sheet(folder, "--split", "test", "--count", 2);
    assertThat(sheet.getWidth()).isEqualTo(2 * (8 + 2 * (128 + 8)));
  }

  @Test
  void anImageThatCannotBeUsedIsNamedAndNotShown() throws IOException {
    Path copy = work.resolve("damaged");
    SmallPhantom.copy(folder, copy);
    BatchPreview all = shown(PLAIN, false);
    String name = all.samples().imageName(1);
    Files.write(copy.resolve(name), Arrays.copyOf(Files.readAllBytes(copy.resolve(name)), 300));
    Path out = work.resolve("three.png");
    CommandLineRun run =
        CommandLineRun.thorax(
                "dataset", "show", PLAIN, "--data", copy, "--count", "4", "--out", out)
            .succeeds();
    assertThat(run.out()).contains("skipped: ", name, "Contact sheet of 3 images");
  }

  @Test
  void whatCannotBeShownIsSaidInOneLine() {
    show(PLAIN, "--data", folder, "--augment").failsSaying("augments nothing", "AugAffine");
    show(PLAIN, "--data", folder, "--split", "test", "--augment")
        .isWrongUsageSaying("test set are never augmented");
    show(PLAIN, "--data", folder, "--count", 0).isWrongUsageSaying("at least 1", "found 1, 0");
    show(folder, "--data", folder).isWrongUsageSaying("--data names a benchmark's data set");
    show("nowhere/at/all").isWrongUsageSaying("nowhere/at/all");
  }

  @Test
  void aBenchmarksFileIsShownAsItsNameIs() throws IOException {
    Path file =
        Files.writeString(
            work.resolve("own.yaml"),
            "name: own\nlabels: {classes: [Edema, Fracture, Lung Opacity]}\nimages: {dim: 64}\n"
                + "objective: {loss: custom_binary_crossentropy}\nfit: {epochs: 2, batch_size: 8}\n");
    BufferedImage sheet = sheet(file, "--data", folder, "--count", 2);
    assertThat(sheet.getWidth()).isEqualTo(sheet(PLAIN, "--data", folder, "--count", 2).getWidth());
    show(file, "--data", folder, "--classes", "Edema").isWrongUsageSaying("own.yaml", "--set");
    show(work.resolve("missing.yaml"), "--data", folder).isWrongUsageSaying("missing.yaml");
  }

  private static BatchPreview shown(String benchmark, boolean augmented) {
    return BatchPreview.of(
        Benchmark.parse(benchmark),
        DatasetPlaces.of(folder),
        new BatchPreview.Choice(BatchPreview.Set.TRAIN, 1, 6122156, augmented, 4));
  }

  private static CommandLineRun show(Object subject, Object... more) {
    Object[] first = {
      "dataset", "show", subject, "--overwrite", "--out", work.resolve("sheet.png")
    };
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return CommandLineRun.thorax(all);
  }

  private static BufferedImage sheet(Object subject, Object... more) throws IOException {
    show(subject, more).succeeds();
    return ImageIO.read(work.resolve("sheet.png").toFile());
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 90, image.getWidth(), 200, null, 0, image.getWidth());
  }
}
