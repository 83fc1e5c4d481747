package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.DatasetKind;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.image.Filter;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.ImageRegion;
import org.thorax.data.image.Resize;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.experiment.config.Benchmark;
import org.thorax.explain.Explainer;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;

/** A model that learned from cropped images crops what it is asked about. */
class CroppingModelTest {
  private static final String CROPPING = "Chexpert_BCE_E1_B8_C1_N2_D256_1LR3_Adam";

  @TempDir private static Path shared;
  private static SmallPhantom phantom;
  private static Samples test;
  @TempDir private Path work;

  @BeforeAll
  static void aPhantomIsDrawnAndHasTemplates() {
    Path folder = shared.resolve("phantom");
    PhantomDataset.write(folder, new PhantomSettings(7, 24, 2, 96));
    phantom = new SmallPhantom(folder);
    CommandLineRun.thorax("preprocess", "template", folder).succeeds();
    Benchmark benchmark =
        Benchmark.parse(CROPPING, Arrays.asList(SmallPhantom.CLASSES.split(",", -1)));
    test =
        new DatasetReader(DatasetKind.CHEXPERT, folder)
            .split(benchmark.split(), benchmark.classes())
            .test();
  }

  @Test
  void predictCropsOriginalsAsTheRunDid() throws IOException {
    train(phantom, work);
    Path model = SmallPhantom.savedModel(work);
    assertThat(model.resolve("assets.extra/template-frontal.png")).isNotEmptyFile();
    assertThat(model.resolve("assets.extra/template-lateral.png")).isNotEmptyFile();
    predictionsAreThoseOfTheRun(model, test, List.of());
    mapsBelongToThePartThatTheTemplateFound(model, test.image(0));
  }

  private static void mapsBelongToThePartThatTheTemplateFound(Path model, Path image) {
    Predictor.Overrides none =
        new Predictor.Overrides(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    try (Explainer explainer = Explainer.open(model, none, Device.CPU)) {
      GreyImage decoded = ImageDecoder.decode(image);
      ImageRegion part = explainer.part(decoded);
      assertThat(part.ofWidth()).isEqualTo(281);
      GreyImage whole = new Resize(281, 281, Filter.BICUBIC).apply(decoded);
      assertThat(explainer.prepared(decoded).pixels())
          .isEqualTo(whole.part(part.x(), part.y(), 256, 256).pixels());
    }
  }

  @Test
  void aModelOfACroppedCopyCropsOriginalsAndTakesTheCopyAsItIs() throws IOException {
    Path copy = work.resolve("copy");
    CommandLineRun.thorax("preprocess", phantom.folder(), "--crop", "--out", copy).succeeds();
    train(new SmallPhantom(copy), work);
    Path model = SmallPhantom.savedModel(work);
    predictionsAreThoseOfTheRun(model, test, List.of());
    Samples copied = new DatasetReader(DatasetKind.CHEXPERT, copy).read();
    Samples originals = new DatasetReader(DatasetKind.CHEXPERT, phantom.folder()).read();
    int[] rows = new int[test.size()];
    for (int i = 0; i < rows.length; i++) {
      while (!originals.imageName(rows[i]).equals(test.imageName(i))) {
        rows[i]++;
      }
    }
    predictionsAreThoseOfTheRun(model, copied.select(rows), List.of("--cropped"));
  }

  private static void train(SmallPhantom data, Path work) {
    data.train(CROPPING, work, SmallPhantom.withTiny("--steps-per-epoch", 1)).succeeds();
  }

  private void predictionsAreThoseOfTheRun(Path model, Samples images, List<String> options)
      throws IOException {
    List<String> expected =
        Files.readAllLines(SmallPhantom.experiment(work).resolve("predictions_probs.csv"));
    assertThat(expected).hasSize(images.size());
    Object[] command = new Object[images.size() + 5 + options.size()];
    List.of("predict", model, "--csv", "--device", "cpu").toArray(command);
    System.arraycopy(options.toArray(), 0, command, 5, options.size());
    for (int i = 0; i < images.size(); i++) {
      command[5 + options.size() + i] = images.image(i);
    }
    List<String> found = CommandLineRun.thorax(command).succeeds().out().lines().toList();
    for (int i = 0; i < images.size(); i++) {
      String[] one = found.get(i + 1).split(",", -1);
      String[] other = expected.get(i).split(";", -1);
      for (int c = 0; c < other.length; c++) {
        assertThat(Double.parseDouble(one[c + 1]))
            .as(images.imageName(i))
            .isCloseTo(Double.parseDouble(other[c]), within(1e-6));
      }
    }
  }
}
