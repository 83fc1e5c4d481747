package org.thorax.app.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.oracle.Golden;
import org.thorax.oracle.KerasModel;

/** Which images predict takes, and what becomes of them: the model says nothing of itself. */
class PredictedImagesTest {
  private static final Path GREY = KerasModel.recorded("keras2", "grey").savedModel();

  private static SmallPhantom phantom;
  private static List<Path> images;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    images = phantom.images().subList(0, 3);
  }

  @Test
  void foldersAndTablesGiveThePredictionsOfTheirImages() throws IOException {
    List<Path> all = phantom.images();
    List<String> single = csv(all.toArray());
    assertThat(csv(phantom.folder().resolve("CheXpert-v1.0-small/train")))
        .containsExactlyInAnyOrderElementsOf(single);
    assertThat(csv(phantom.folder().resolve("train.csv"))).isEqualTo(single);
    // An image named twice is predicted once, and the size of batches and number of workers matter
    // as little as rounding.
    List<String> other =
        csv(all.get(0), phantom.folder().resolve("train.csv"), "--batch", 3, "--workers", 1);
    assertThat(other).hasSameSizeAs(single);
    for (int i = 1; i < other.size(); i++) {
      String[] one = single.get(i).split(",", -1);
      String[] two = other.get(i).split(",", -1);
      assertThat(two[0]).isEqualTo(one[0]);
      assertThat(Double.parseDouble(two[1])).isCloseTo(Double.parseDouble(one[1]), within(1e-6));
    }
    grey(phantom.folder().resolve("missing")).failsSaying("missing");
    Path empty = Files.createDirectory(work.resolve("empty"));
    grey(empty).failsSaying("below the folder", empty);
  }

  @Test
  void imagesWithoutEndingAreFoundAndWhatIsLeftOutIsSaid() throws IOException {
    Path cd = Files.createDirectories(work.resolve("cd/S0001"));
    Files.copy(images.get(0), cd.resolve("IM0001"));
    Files.copy(images.get(1), work.resolve("cd/b.jpg"));
    Files.writeString(work.resolve("cd/._b.jpg"), "Mac OS X");
    CommandLineRun run = grey(work.resolve("cd"), "--csv");
    assertThat(run.out().lines().map(line -> line.split(",", -1)[0]).toList())
        .containsExactly(
            "image", cd.resolve("IM0001").toString(), work.resolve("cd/b.jpg").toString());
    assertThat(run.err()).contains("note: 1 file is left out", "1 ._*");
    grey(work.resolve("nofile.png")).failsSaying("There is no file " + work.resolve("nofile.png"));
  }

  @Tag("shared")
  @Test
  void filmsWithThumbnailsAndFoldersOfCdsAndMacsGiveTheirPixels() {
    Path faults = Golden.shared("faults");
    assumeTrue(Files.isDirectory(faults), "skipped: ../shared/faults is missing");
    String classes = IntStream.range(0, 64).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
    Map<String, Integer> rows =
        Map.of(
            "F08-dicom-icon/with_icon.dcm", 1,
            "F08-dicom-icon/without_icon.dcm", 1,
            "F09-folder-endings/cd", 2,
            "F09-folder-endings/mac", 1);
    double[] expected = IntStream.range(0, 64).mapToDouble(i -> 4 * i).toArray();
    rows.forEach(
        (given, count) -> {
          List<String> lines =
              CommandLineRun.thorax(
                      "predict",
                      faults.resolve("identity8.h5"),
                      faults.resolve(given),
                      "--scaling",
                      "none",
                      "--classes",
                      classes,
                      "--csv")
                  .out()
                  .lines()
                  .toList();
          assertThat(lines).as(given).hasSize(1 + count);
          for (String line : lines.subList(1, lines.size())) {
            assertThat(Arrays.stream(line.split(",", -1)).skip(1).mapToDouble(Double::parseDouble))
                .containsExactly(Arrays.stream(expected).boxed().toArray(Double[]::new));
          }
        });
  }

  @Test
  void aFileThatWasBegunIsContinuedToTheSameBytes() throws IOException {
    Path table = phantom.folder().resolve("train.csv");
    Path whole = work.resolve("whole.csv");
    Path begun = work.resolve("begun.csv");
    Path part = work.resolve("begun.csv.part");
    grey(table, "--out", whole).succeeds();
    byte[] bytes = Files.readAllBytes(whole);
    grey(table, "--out", whole).failsSaying(whole, "already exists", "--overwrite");
    // A run that fails on its last image leaves what it did.
    Path bad = Files.writeString(work.resolve("bad.png"), "no image");
    assertThat(grey(table, bad, "--out", begun).exit()).isEqualTo(1);
    assertThat(begun).doesNotExist();
    assertThat(work.resolve("begun.csv.part")).exists();
    // Cut within a line, as a kill may do.
    Files.write(part, Arrays.copyOf(bytes, bytes.length / 2));
    grey(table, "--out", begun, "--tta", 2).failsSaying(part, "other settings");
    CommandLineRun run = grey(table, "--out", begun).succeeds();
    assertThat(run.out()).contains("images were done before");
    assertThat(begun).hasSameBinaryContentAs(whole);
    assertThat(part).doesNotExist();
    assertThat(work.resolve("begun.csv.part.settings")).doesNotExist();
  }

  @Test
  void badImagesAreLeftOutAndNamedWhenAskedFor() throws IOException {
    Path bad = Files.writeString(work.resolve("bad.png"), "no image");
    CommandLineRun run = grey(images.get(0), bad, images.get(1), "--csv", "--on-bad-image", "skip");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("left out: ", "bad.png");
    assertThat(run.out().lines().toList()).hasSize(3);
  }

  @Test
  void variantsAreAveragedTheSameWayEveryTime() {
    List<String> plain = csv(images.get(0), images.get(1));
    List<String> averaged = csv(images.get(0), images.get(1), "--tta", 4);
    assertThat(averaged).isNotEqualTo(plain);
    assertThat(csv(images.get(1), "--tta", 4).get(1).split(",", -1)[0])
        .isEqualTo(averaged.get(2).split(",", -1)[0]);
    assertThat(csv(images.get(0), images.get(1), "--tta", 4)).isEqualTo(averaged);
    assertThat(csv(images.get(0), images.get(1), "--tta", 4, "--seed", 3)).isNotEqualTo(averaged);
    grey(images.get(0), "--tta", 0).isWrongUsageSaying("--tta");
  }

  private static List<String> csv(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add("--csv");
    return grey(all.toArray()).succeeds().out().lines().toList();
  }

  private static CommandLineRun grey(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("predict", GREY));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--scaling", "tf", "--classes", "A,B,C"));
    return CommandLineRun.thorax(all.toArray());
  }
}
