package org.thorax.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.image.Filter;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.GreyPng;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.Resize;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.loader.Batch;
import org.thorax.data.loader.BatchStream;
import org.thorax.data.loader.EpochOrder;
import org.thorax.experiment.config.Benchmark;
import org.thorax.oracle.Golden;
import org.thorax.oracle.Oracle;

/** From the table to the batch: Thorax beside the original's recipe in Python. */
@Tag("oracle")
@Tag("shared")
class RecipeBatchesTest {
  private static final Path SAMPLE = Golden.shared("sample-nih");
  private static final long SEED = 20261123;
  private static final int EPOCH = 3;

  /** The same in the words of the script and of a benchmark's name. */
  private static final List<List<String>> CASES =
      List.of(
          List.of("224:0::", "Chestxray_BCE_E5_B32_C0_N15_D224"),
          List.of(
              "224:0:gb+hist:affine+color",
              "Chestxray_BCE_E5_B32_C0_N15_AugAffineColor_gb_hist_D224"),
          List.of("256:1:hist:affine", "Chestxray_BCE_E5_B32_C1_N15_AugAffine_hist_D256"),
          List.of("320:0:gb:color", "Chestxray_BCE_E5_B32_C0_N15_AugColor_gb_D320"));

  @Test
  void batchesHaveThePixelsAndLabelsOfThePythonRecipe(@TempDir Path work) throws IOException {
    assumeTrue(Files.isDirectory(SAMPLE), "skipped: ../shared/sample-nih is missing");
    Path dataset = withTemplate(work.resolve("nih"));
    Oracle.run(
        "recipe_batches.py",
        Stream.concat(
                Stream.of(dataset, SEED, EPOCH, work),
                CASES.stream().map(each -> (Object) each.get(0)))
            .toArray());
    for (int number = 0; number < CASES.size(); number++) {
      Benchmark benchmark = Benchmark.parse(CASES.get(number).get(1));
      ByteBuffer pixels = ByteBuffer.wrap(Files.readAllBytes(work.resolve(number + ".pixels")));
      ByteBuffer labels = ByteBuffer.wrap(Files.readAllBytes(work.resolve(number + ".labels")));
      try (BatchStream batches = training(benchmark, dataset)) {
        while (pixels.hasRemaining()) {
          Batch batch = batches.next();
          byte[] expected = new byte[batch.pixels().length];
          pixels.get(expected);
          assertThat(Arrays.mismatch(batch.pixels(), expected))
              .as("first other pixel of " + benchmark.name())
              .isEqualTo(-1);
          for (float label : batch.labels()) {
            assertThat(label).isEqualTo(labels.getFloat());
          }
        }
        assertThat(labels.hasRemaining()).isFalse();
      }
    }
  }

  private static BatchStream training(Benchmark benchmark, Path dataset) {
    PreparedData.Part train =
        PreparedData.of(benchmark, DatasetSource.of(dataset, BadImagePolicy.FAIL)).train();
    EpochOrder order = new EpochOrder(train.samples().size(), SEED, benchmark.fit().shuffle());
    return train.augmented(benchmark.images().augmentation(), SEED, EPOCH).batches(order.of(EPOCH));
  }

  /** The sample's table and images, and one of its radiographs as the crop's template. */
  private static Path withTemplate(Path dataset) throws IOException {
    Files.createDirectories(dataset.resolve("templates"));
    String table = "Data_Entry_2017_v2020.csv";
    Files.copy(SAMPLE.resolve(table), dataset.resolve(table));
    Files.createSymbolicLink(dataset.resolve("images"), SAMPLE.resolve("images").toRealPath());
    GreyImage one = ImageDecoder.decode(SAMPLE.resolve("images/00000218_000.png"));
    try (var out = Files.newOutputStream(dataset.resolve("templates/frontal.png"))) {
      GreyPng.write(new Resize(320, 327, Filter.BICUBIC).apply(one), out);
    }
    return dataset;
  }
}
