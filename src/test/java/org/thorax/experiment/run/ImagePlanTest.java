package org.thorax.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetKind;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.loader.Batch;
import org.thorax.data.loader.BatchStream;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.data.prepare.DatasetCopy;
import org.thorax.data.prepare.Recipe;
import org.thorax.data.prepare.TemplateMean;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.Preparation;

class ImagePlanTest {
  private static final String CROPPED = "BCE_E1_B8_C1_N5_sharp21_D256";

  @TempDir static Path work;
  private static Path phantom;
  private static Path copy;

  @BeforeAll
  static void aPhantomIsDrawnAndCopied() {
    phantom = work.resolve("phantom");
    PhantomDataset.write(phantom, new PhantomSettings(3, 14, 4, 96));
    DatasetReader reader = new DatasetReader(DatasetKind.CHEXPERT, phantom);
    Path templates = phantom.resolve("templates");
    new TemplateMean(reader).write(templates, () -> {});
    copy = work.resolve("copy");
    Recipe recipe = new Recipe(256, Optional.of(templates), List.of());
    new DatasetCopy(reader, copy, recipe, BadImagePolicy.FAIL).run(() -> {});
  }

  @Test
  void trainingOnACroppedCopyIsTrainingWithTheCrop() {
    Benchmark benchmark = Benchmark.parse(CROPPED);
    PreparedData cropping =
        PreparedData.of(benchmark, DatasetSource.of(phantom, BadImagePolicy.FAIL));
    PreparedData cropped = PreparedData.of(benchmark, DatasetSource.of(copy, BadImagePolicy.FAIL));
    assertThat(cropping.images().preprocessing().crop()).isPresent();
    assertThat(cropped.images().preprocessing().crop()).isEmpty();
    Preparation preparation = cropped.images().preparation();
    assertThat(preparation).isEqualTo(cropping.images().preparation());
    assertThat(preparation.cropped()).isTrue();
    assertThat(preparation.transformations()).containsExactly("unsharp_mask radius=2 amount=1");
    assertThat(preparation.templates()).containsOnlyKeys("frontal", "lateral");
    try (BatchStream one =
            cropping.train().augmented(benchmark.images().augmentation(), 1, 0).inOrder();
        BatchStream other = cropped.train().inOrder()) {
      while (one.hasNext()) {
        Batch expected = one.next();
        assertThat(other.next().pixels()).isEqualTo(expected.pixels());
      }
      assertThat(other.hasNext()).isFalse();
    }
  }

  @Test
  void aCopyOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> ImagePlan.of(Benchmark.parse("BCE_E1_B8_C1_N5_D320"), copy))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("crop 256x256")
        .hasMessageContaining("takes 320 x 320");
  }

  @Test
  void plainImagesArePlain() {
    ImagePlan plan = ImagePlan.of(Benchmark.parse("BCE_E1_B8_N5"), phantom);
    assertThat(plan.preparation()).isEqualTo(Preparation.NONE);
    assertThat(plan.preprocessing().fingerprint()).isEqualTo("resize 256x256 bicubic");
    assertThat(plan.copied()).isEmpty();
  }
}
