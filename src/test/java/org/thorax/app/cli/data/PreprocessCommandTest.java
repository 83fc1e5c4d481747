package org.thorax.app.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.data.DatasetKind;
import org.thorax.data.LabelCounts;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.Preprocessing;
import org.thorax.data.image.Template;
import org.thorax.data.image.TemplateView;
import org.thorax.data.image.UnsharpMask;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.oracle.Golden;

class PreprocessCommandTest {
  @TempDir static Path shared;
  private static Path phantom;
  @TempDir Path work;

  @BeforeAll
  static void aPhantomIsDrawnAndHasTemplates() {
    phantom = shared.resolve("phantom");
    PhantomDataset.write(phantom, new PhantomSettings(3, 12, 4, 96));
    CommandLineRun.thorax("preprocess", "template", phantom).succeeds();
  }

  @Test
  void aCroppedCopyHasTheImagesOfTheCropAndTheSameLabels() throws IOException {
    Path out = work.resolve("copy");
    CommandLineRun run =
        CommandLineRun.thorax(
                "preprocess",
                phantom,
                "--crop",
                "--size",
                256,
                "--out",
                out,
                "--transformation",
                "unsharp_mask radius=2")
            .succeeds();
    assertThat(run.out()).contains("boxes.csv is not carried along");
    Map<TemplateView, Template> templates = Template.in(phantom.resolve("templates"));
    assertThat(templates).containsOnlyKeys(TemplateView.FRONTAL, TemplateView.LATERAL);
    Preprocessing expected =
        Preprocessing.cropped(256, 256, templates, List.of(new UnsharpMask(2, 1)));
    Samples originals = new DatasetReader(DatasetKind.CHEXPERT, phantom).read();
    Samples copies = new DatasetReader(DatasetKind.CHEXPERT, out).read();
    assertThat(copies.size()).isEqualTo(originals.size());
    assertThat(LabelCounts.of(copies)).isEqualTo(LabelCounts.of(originals));
    assertThat(copies.patients()).isEqualTo(originals.patients());
    for (int i = 0; i < copies.size(); i++) {
      TemplateView view = TemplateView.valueOf(originals.examination(i).view().name());
      GreyImage copy = ImageDecoder.decode(copies.image(i));
      GreyImage made = expected.apply(ImageDecoder.decode(originals.image(i)), view);
      assertThat(copy.pixels()).isEqualTo(made.pixels());
    }
    Samples test = new DatasetReader(DatasetKind.CHEXPERT, out).readTest().orElseThrow();
    assertThat(test.image(0)).exists();
  }

  @Test
  void apViewsOfChestXray14AreLateralOnlyWhenAskedFor() throws IOException {
    Path nih = work.resolve("nih");
    Samples drawn = new DatasetReader(DatasetKind.CHEXPERT, phantom).read();
    Files.createDirectories(nih.resolve("images"));
    StringBuilder table =
        new StringBuilder("Image Index,Finding Labels,Patient ID,Patient Age,View Position\n");
    List<String> views = List.of("AP", "PA");
    for (int i = 0; i < views.size(); i++) {
      Files.copy(drawn.image(i), nih.resolve("images/" + i + ".png"));
      table.append(i + ".png,Edema," + i + ",50," + views.get(i) + "\n");
    }
    Files.writeString(nih.resolve("Data_Entry_2017.csv"), table);
    Path templates = phantom.resolve("templates");
    for (boolean asLateral : List.of(false, true)) {
      Path out = work.resolve("ap-" + asLateral);
      List<Object> command =
          new ArrayList<>(
              List.of("preprocess", nih, "--crop", "--templates", templates, "--out", out));
      if (asLateral) {
        command.add("--ap-as-lateral");
      }
      CommandLineRun.thorax(command.toArray()).succeeds();
      Preprocessing crop = Preprocessing.cropped(256, 256, Template.in(templates), List.of());
      for (int i = 0; i < views.size(); i++) {
        TemplateView view =
            asLateral && views.get(i).equals("AP") ? TemplateView.LATERAL : TemplateView.FRONTAL;
        assertThat(ImageDecoder.decode(out.resolve("images/" + i + ".png")).pixels())
            .isEqualTo(crop.apply(ImageDecoder.decode(drawn.image(i)), view).pixels());
      }
    }
    Path frontal = Files.createDirectories(work.resolve("frontal"));
    Files.copy(templates.resolve("frontal.png"), frontal.resolve("frontal.png"));
    Path none = work.resolve("none");
    CommandLineRun.thorax(
            "preprocess", nih, "--crop", "--templates", frontal, "--ap-as-lateral", "--out", none)
        .failsSaying(
            "no lateral template, which 1 of 2 images need (first images/0.png); found frontal",
            "leave out --ap-as-lateral");
    CommandLineRun.thorax("preprocess", phantom, "--crop", "--templates", frontal, "--out", none)
        .failsSaying("no lateral template", "thorax preprocess template");
    assertThat(none).doesNotExist();
    CommandLineRun.thorax(
            "preprocess", phantom, "--crop", "--ap-as-lateral", "--out", work.resolve("no"))
        .isWrongUsageSaying("--ap-as-lateral is for ChestX-ray14");
  }

  @Test
  void theNumbersOfDoneImagesOnlyGrow() {
    CommandLineRun run =
        CommandLineRun.thorax("preprocess", phantom, "--size", 32, "--out", work.resolve("copy"))
            .succeeds();
    List<Integer> numbers =
        run.out()
            .lines()
            .filter(line -> line.matches("[\\d,]+ of [\\d,]+ images"))
            .map(line -> Integer.valueOf(line.split(" ", 2)[0].replace(",", "")))
            .toList();
    assertThat(numbers).hasSizeGreaterThanOrEqualTo(10).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aStoppedCopyGoesOnWhereItWas() throws IOException {
    Path out = work.resolve("copy");
    CommandLineRun.thorax("preprocess", phantom, "--size", 64, "--out", out).succeeds();
    List<Path> images = images(out);
    Path lost = images.get(0);
    Path kept = images.get(1);
    byte[] first = Files.readAllBytes(lost);
    Files.delete(lost);
    Files.delete(out.resolve("train.csv"));
    Path part = Files.writeString(kept.resolveSibling(".view9.png.77.part"), "half");
    FileTime before = Files.getLastModifiedTime(kept);
    CommandLineRun again =
        CommandLineRun.thorax("preprocess", phantom, "--size", 64, "--out", out).succeeds();
    assertThat(again.out()).contains("1 images written, " + (images.size() - 1) + " were there");
    assertThat(lost).hasBinaryContent(first);
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(before);
    assertThat(out.resolve("train.csv")).exists();
    assertThat(part).doesNotExist();
  }

  @Test
  void aCopyMadeOtherwiseIsNotGoneOnWith() {
    Path out = work.resolve("copy");
    CommandLineRun.thorax("preprocess", phantom, "--size", 64, "--out", out).succeeds();
    CommandLineRun.thorax("preprocess", phantom, "--size", 65, "--out", out)
        .failsSaying(out, "'resize 64x64 bicubic'", "'resize 65x65 bicubic'", "another folder");
  }

  @Test
  void badImagesAreListedAndTheTablesWait() throws IOException {
    Path source = work.resolve("source");
    SmallPhantom.copy(phantom, source);
    List<Path> images = images(source.resolve("CheXpert-v1.0-small/train"));
    Files.write(images.get(0), new byte[0]);
    Files.writeString(images.get(1), "a text named .jpg");
    Path out = work.resolve("copy");
    CommandLineRun run = CommandLineRun.thorax("preprocess", source, "--size", 64, "--out", out);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("2 images cannot be used", "is empty (0 bytes)", "neither JPEG, PNG nor DICOM")
        .contains("--on-bad-image skip");
    assertThat(out.resolve("train.csv")).doesNotExist();
    CommandLineRun skipping =
        CommandLineRun.thorax(
            "preprocess", source, "--size", 64, "--out", out, "--on-bad-image", "skip");
    assertThat(skipping.exit()).isZero();
    assertThat(skipping.out()).contains("2 images cannot be used", "0 images written");
    int all = new DatasetReader(DatasetKind.CHEXPERT, source).read().size();
    assertThat(new DatasetReader(DatasetKind.CHEXPERT, out).read().size()).isEqualTo(all - 2);
    assertThat(Files.readAllLines(out.resolve("bad-images.txt"))).hasSize(2);
  }

  @Test
  void croppingWithoutTemplatesSaysHowToMakeThem() {
    CommandLineRun.thorax(
            "preprocess", phantom, "--crop", "--templates", work, "--out", work.resolve("c"))
        .failsSaying("no template", work, "thorax preprocess template");
  }

  @Test
  void anImageTooSmallToCropIsRefusedWithTheLeastSize() {
    CommandLineRun.thorax("preprocess", phantom, "--crop", "--size", 128, "--out", work)
        .failsSaying("at least 246 x 246", "128 x 128");
  }

  @Test
  void anUnknownTransformationIsRefusedWithTheListOfThem() {
    CommandLineRun.thorax("preprocess", phantom, "--out", work, "--transformation", "sharpen")
        .failsSaying("'sharpen'", "unsharp_mask", "hist_equalization");
  }

  @Test
  void missingWordsAreWrongUsage() {
    CommandLineRun.thorax("preprocess").isWrongUsageSaying("DATASET");
    CommandLineRun.thorax("preprocess", phantom).isWrongUsageSaying("--out");
  }

  @Tag("shared")
  @Test
  void nihsTableAndImagesAreCopied() {
    Path sample = Golden.shared("sample-nih");
    assumeTrue(Files.isDirectory(sample), "skipped: ../shared/sample-nih is missing");
    Path templates = work.resolve("templates");
    CommandLineRun.thorax("preprocess", "template", sample, "--out", templates).succeeds();
    Path out = work.resolve("copy");
    CommandLineRun.thorax(
            "preprocess", sample, "--crop", "--templates", templates, "--size", 256, "--out", out)
        .succeeds();
    Samples originals = new DatasetReader(DatasetKind.CHESTXRAY14, sample).read();
    Samples copies = new DatasetReader(DatasetKind.CHESTXRAY14, out).read();
    assertThat(LabelCounts.of(copies)).isEqualTo(LabelCounts.of(originals));
    assertThat(ImageDecoder.decode(copies.image(299)).width()).isEqualTo(256);
    assertThat(out.resolve("BBox_List_2017.csv")).doesNotExist();
  }

  private static List<Path> images(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().matches(".*\\.(png|jpg)")).sorted().toList();
    }
  }
}
