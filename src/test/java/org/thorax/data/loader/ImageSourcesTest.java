package org.thorax.data.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetKind;
import org.thorax.data.LabelEncoding;
import org.thorax.data.Labels;
import org.thorax.data.Samples;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.image.Augmentation;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.Preprocessing;
import org.thorax.oracle.Golden;

class ImageSourcesTest {
  @Tag("shared")
  @Test
  void realRadiographsBecomeTheSameBatchesFromFilesAndFromMemory() {
    assumeTrue(
        Files.isDirectory(Golden.shared("sample-nih")), "skipped: ../shared/sample-nih is missing");
    Samples samples =
        new DatasetReader(DatasetKind.CHESTXRAY14, Golden.shared("sample-nih"))
            .read()
            .select(IntStream.range(0, 40).toArray());
    assertThat(ImageCheck.of(samples).bad()).isZero();
    ImageSource files = new ImageFiles(samples, Preprocessing.of(64, 48, List.of()));
    ImageSource memory = new ImagesInMemory(files, samples.size(), Long.MAX_VALUE);
    int[] order = new EpochOrder(samples.size(), 1, true).of(0);
    for (int epoch = 0; epoch < 2; epoch++) {
      try (BatchStream one = stream(files, samples, order);
          BatchStream other = stream(memory, samples, order)) {
        while (one.hasNext()) {
          Batch batch = one.next();
          Batch same = other.next();
          assertThat(batch.pixels()).isEqualTo(same.pixels()).hasSize(batch.size() * 48 * 64);
          assertThat(batch.labels()).isEqualTo(same.labels());
        }
        assertThat(other.hasNext()).isFalse();
      }
    }
  }

  private static BatchStream stream(ImageSource images, Samples samples, int[] order) {
    return new BatchStream(
        images,
        new LabelEncoding(UncertaintyPolicy.Everywhere.UZEROES).encode(samples),
        order,
        48,
        64,
        BatchOptions.ofSize(16));
  }

  @Test
  void memoryKeepsNoMoreThanItsBytesAndReadsEachKeptImageOnce() {
    AtomicInteger reads = new AtomicInteger();
    ImageSource counting =
        sample -> {
          reads.incrementAndGet();
          return new GreyImage(2, 2, new byte[4]);
        };
    ImageSource memory = new ImagesInMemory(counting, 5, 13);
    for (int epoch = 0; epoch < 3; epoch++) {
      IntStream.range(0, 5).forEach(memory::image);
    }
    // Three images fit; the other two are read in each epoch.
    assertThat(reads).hasValue(3 + 2 * 3);
  }

  @Test
  void badFilesAreCountedAndTheFirstNamed(@TempDir Path folder) throws IOException {
    List<String> names = IntStream.range(0, 30).mapToObj(i -> i + ".png").toList();
    byte[] png = image("png");
    for (int i = 0; i < 30; i += 2) {
      int length = i == 4 ? 0 : i == 6 ? png.length / 2 : png.length;
      Files.write(folder.resolve(names.get(i)), Arrays.copyOf(png, length));
    }
    Files.writeString(folder.resolve("1.png"), "no image");
    Samples samples = new Samples(folder, List.of("Edema"), names, names, new float[30]);
    ImageCheck check = ImageCheck.of(samples);
    assertThat(check.bad()).isEqualTo(17);
    assertThat(check.first())
        .containsExactly("1.png (damaged)", "3.png (missing)", "4.png (empty)");
    assertThat(ImageCheck.of(samples.select(new int[] {5, 6, 8})).first())
        .containsExactly("5.png (missing)", "6.png (damaged)");
    assertThatThrownBy(check::requireNone)
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("17 of 30 images are missing or damaged")
        .hasMessageContaining("1.png (damaged), 3.png (missing)")
        .hasMessageContaining("`on-bad-image` skip");
  }

  @Test
  void ifNoneIsThereItIsSaidWhereTheyWereLookedFor(@TempDir Path folder) {
    List<String> names = IntStream.range(0, 40).mapToObj(i -> "images/" + i + ".png").toList();
    Samples samples = new Samples(folder, List.of("Edema"), names, names, new float[40]);
    assertThatThrownBy(() -> ImageCheck.of(samples).requireNone())
        .hasMessageContaining("None of the 40 images can be used")
        .hasMessageContaining("the first was looked for at " + folder.resolve("images/0.png"))
        .hasMessageContaining("images/0.png (missing), images/1.png (missing), images/2.png")
        .hasMessageContaining("correct the data set's folder");
  }

  @Test
  void bytesBehindAWholeImageDoNoHarm(@TempDir Path folder) throws IOException {
    List<String> names = List.of("0.jpg", "1.png");
    for (String name : names) {
      byte[] whole = image(name.endsWith("jpg") ? "jpg" : "png");
      Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length + 3));
    }
    assertThat(ImageCheck.of(new Samples(folder, List.of("A"), names, names, new float[2])).bad())
        .isZero();
  }

  private static byte[] image(String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY), format, bytes);
    return bytes.toByteArray();
  }

  @Test
  void augmentedBatchesAreTheSameForAnyNumberOfThreadsAndChangeWithTheEpoch() {
    ImageSource plain =
        sample -> {
          byte[] pixels = new byte[48 * 64];
          new Random(sample).nextBytes(pixels);
          return new GreyImage(64, 48, pixels);
        };
    byte[] expected = augmentedPixels(plain, 0, 1);
    assertThat(augmentedPixels(plain, 0, 5)).isEqualTo(expected);
    assertThat(augmentedPixels(plain, 1, 5)).isNotEqualTo(expected);
  }

  private static byte[] augmentedPixels(ImageSource plain, int epoch, int threads) {
    ImageSource images = new AugmentedImages(plain, Augmentation.parse("affine,color"), 9, epoch);
    BatchOptions options = new BatchOptions(40, false, threads, 2, BadImagePolicy.FAIL);
    Labels labels = new Labels(List.of("A"), new float[40]);
    int[] order = IntStream.range(0, 40).toArray();
    try (BatchStream stream = new BatchStream(images, labels, order, 48, 64, options)) {
      return stream.next().pixels();
    }
  }
}
