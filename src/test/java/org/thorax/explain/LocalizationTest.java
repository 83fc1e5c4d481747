package org.thorax.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.ImageRegion;
import org.thorax.explain.BoxList.FindingBox;
import org.thorax.oracle.Golden;

/** Pointing, overlap, baselines and lists of boxes. */
class LocalizationTest {
  @TempDir private Path folder;

  @Test
  void theStrongestPlaceIsTheMiddleOfItsPixels() {
    // An enlarged corner cell: nine equal pixels around (1, 1), and an equal one elsewhere later.
    float[] values = new float[36];
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 3; x++) {
        values[6 * y + x] = 1;
      }
    }
    values[35] = 1;
    SaliencyMap map = new SaliencyMap(Grid.of(6, 6, values));
    assertThat(Localization.strongest(map)).isEqualTo(7);
    boolean[] boxes = new boolean[36];
    boxes[7] = true;
    assertThat(Localization.of(map, boxes).hit()).isTrue();
    boxes[7] = false;
    boxes[0] = true;
    assertThat(Localization.of(map, boxes).hit()).isFalse();
  }

  @Test
  void overlapIsIntersectionOverUnionAtEachThreshold() {
    SaliencyMap map = new SaliencyMap(Grid.of(1, 5, 1f, 0.6f, 0.4f, 0.2f, 0f));
    boolean[] boxes = {false, true, true, false, true};
    Localization found = Localization.of(map, boxes);
    assertThat(found.hit()).isFalse();
    assertThat(found.energy()).isCloseTo(1.0 / 2.2, within(1e-6));
    // Above 0.1: four pixels, two of them in boxes, five in either.
    assertThat(found.ious().get(0)).isCloseTo(2.0 / 5, within(1e-9));
    // Above 0.5: two pixels, one in boxes, four in either.
    assertThat(found.ious().get(4)).isCloseTo(1.0 / 4, within(1e-9));
    assertThat(found.ious().get(8)).isZero();
  }

  @Test
  void anEmptyMapHitsNothing() {
    SaliencyMap nothing = new SaliencyMap(Grid.of(2, 2, new float[4]));
    boolean[] everything = {true, true, true, true};
    Localization found = Localization.of(nothing, everything);
    assertThat(found.hit()).isFalse();
    assertThat(found.energy()).isZero();
    assertThat(found.ious()).containsOnly(0.0);
  }

  @Test
  void summariesMeanOverMapsAndOverClasses() {
    List<Localization> maps =
        List.of(
            new Localization(true, 0.5, Collections.nCopies(9, 0.9)),
            new Localization(true, 0.5, Collections.nCopies(9, 0.3)),
            new Localization(false, 0.2, Collections.nCopies(9, 0.1)));
    LocalizationSummary summary = LocalizationSummary.of("m", maps, List.of(0, 0, 1), 1);
    assertThat(summary.hits().value()).isCloseTo(2.0 / 3, within(1e-9));
    // Wilson's interval of 2 in 3.
    assertThat(summary.hits().low()).isCloseTo(0.2077, within(1e-4));
    assertThat(summary.hits().high()).isCloseTo(0.9385, within(1e-4));
    LocalizationSummary none =
        LocalizationSummary.of(
            "n", Collections.nCopies(15, maps.get(2)), Collections.nCopies(15, 0), 1);
    assertThat(none.hits().low()).isZero();
    assertThat(none.hits().high()).isCloseTo(0.2039, within(1e-4));
    assertThat(summary.overlap().ious().get(0)).isCloseTo(1.3 / 3, within(1e-9));
    assertThat(summary.overlap().classIous().get(0)).isCloseTo((0.6 + 0.1) / 2, within(1e-9));
    assertThat(summary.overlap().found()).containsExactly(new Double[] {1.0, 2.0 / 3, 1.0 / 3});
  }

  @Test
  void randomMapsHitAboutAsOftenAsTheBoxesAreLarge() {
    SplittableRandom random = new SplittableRandom(4);
    boolean[] inBoxes = new boolean[32 * 32];
    for (int i = 0; i < inBoxes.length; i++) {
      inBoxes[i] = i % 32 < 16; // the left half
    }
    int hits = 0;
    for (int i = 0; i < 1000; i++) {
      hits += Localization.of(Baselines.random(8, 8, 32, 32, random), inBoxes).hit() ? 1 : 0;
    }
    assertThat(hits).isBetween(450, 550);
    assertThat(Localization.strongest(Baselines.centre(33, 33))).isEqualTo(16 * 33 + 16);
  }

  @Test
  void ranksAreComparedNotValues() {
    SaliencyMap map = new SaliencyMap(Grid.of(1, 4, 0f, 0.1f, 0.2f, 1f));
    SaliencyMap same = new SaliencyMap(Grid.of(1, 4, 0f, 0.5f, 0.9f, 1f));
    SaliencyMap reversed = new SaliencyMap(Grid.of(1, 4, 1f, 0.9f, 0.5f, 0f));
    SaliencyMap flat = new SaliencyMap(Grid.of(1, 4, new float[4]));
    SaliencyMap ties = new SaliencyMap(Grid.of(1, 4, 0f, 1f, 1f, 1f));
    assertThat(RankCorrelation.of(map, same)).isCloseTo(1, within(1e-12));
    assertThat(RankCorrelation.of(map, reversed)).isCloseTo(-1, within(1e-12));
    assertThat(RankCorrelation.of(map, flat)).isZero();
    // SciPy's spearmanr([1, 2, 3, 4], [1, 3, 3, 3]).
    assertThat(RankCorrelation.of(map, ties)).isCloseTo(0.7745966692, within(1e-9));
  }

  @Test
  void boxesOfOneFindingAreOneAndNamesOfBothDataSetsMeet() throws IOException {
    Files.createDirectories(folder.resolve("images"));
    Files.createFile(folder.resolve("images/a.png"));
    Files.createFile(folder.resolve("b.png"));
    List<FindingBox> boxes = new ArrayList<>();
    boxes.add(new FindingBox("a.png", "Effusion", 0, 0, 0.5, 0.5));
    boxes.add(new FindingBox("a.png", "Effusion", 0.5, 0.5, 1, 1));
    boxes.add(new FindingBox("b.png", "Infiltrate", 0, 0, 1, 1));
    boxes.add(new FindingBox("b.png", "Mass", 0, 0, 1, 1));
    boxes.add(new FindingBox("c.png", "Infiltrate", 0, 0, 1, 1));
    LocatedFinding.Selection found =
        LocatedFinding.select(
            new BoxList(boxes), folder, List.of("Infiltration", "Pleural Effusion"));
    assertThat(found.findings()).extracting(LocatedFinding::classIndex).containsExactly(1, 0);
    assertThat(found.withoutClass()).isEqualTo(1);
    assertThat(found.withoutImage()).isEqualTo(1);
    assertThat(found.findings().get(0).mask(ImageRegion.whole(2, 2)))
        .containsExactly(true, false, false, true);
  }

  @Test
  void aBoxAndAMapLieInThePartOfTheImageThatTheNetworkSaw() {
    LocatedFinding finding =
        new LocatedFinding(
            Path.of("a.png"), 0, List.of(new FindingBox("a.png", "Mass", 0.5, 0.5, 0.75, 1)));
    // The lower right 2 x 2 of 4 x 4: the box is its left column.
    ImageRegion part = new ImageRegion(2, 2, 2, 2, 4, 4);
    assertThat(finding.mask(part)).containsExactly(true, false, true, false);
    SaliencyMap placed = new SaliencyMap(Grid.of(2, 2, 0.1f, 0.2f, 0.3f, 0.4f)).placed(part);
    assertThat(placed.at(2, 2)).isEqualTo(0.1f);
    assertThat(placed.at(3, 3)).isEqualTo(0.4f);
    assertThat(placed.at(1, 1)).isZero();
  }

  @Test
  @Tag("shared")
  void theNihsBoxesLieInTheActualImagesPixels() {
    Path file = Golden.shared("sample-nih").resolve("BBox_List_2017.csv");
    Assumptions.assumeTrue(Files.exists(file), "skipped: there is no " + file);
    LocatedFinding heart =
        LocatedFinding.select(
                BoxList.read(file), Golden.shared("sample-nih"), List.of("Cardiomegaly"))
            .findings()
            .get(0);
    GreyImage image = ImageDecoder.decode(heart.image());
    assertThat(image.width()).isEqualTo(256);
    boolean[] mask = heart.mask(ImageRegion.whole(image.width(), image.height()));
    int[] inside = IntStream.range(0, mask.length).filter(i -> mask[i]).toArray();
    // 337.9, 509.6, 417.6 and 403.5 of 1024 are a quarter of that in 256 pixels.
    assertThat(inside[0] / 256).isEqualTo(127);
    assertThat(inside[inside.length - 1] / 256).isEqualTo(227);
    assertThat(Arrays.stream(inside).map(i -> i % 256).min()).hasValue(84);
    assertThat(Arrays.stream(inside).map(i -> i % 256).max()).hasValue(188);
    assertThat(inside).hasSize(101 * 105);
  }

  @Test
  @Tag("shared")
  void theNihsListIsReadAsPublished() {
    Path file = Golden.shared("sample-nih").resolve("BBox_List_2017.csv");
    Assumptions.assumeTrue(Files.exists(file), "skipped: there is no " + file);
    BoxList list = BoxList.read(file);
    assertThat(list.boxes()).hasSize(15);
    FindingBox first = list.boxes().get(0);
    assertThat(first.finding()).isEqualTo("Cardiomegaly");
    assertThat(first.left()).isCloseTo(337.898305084746 / 1024, within(1e-12));
    assertThat(first.bottom())
        .isCloseTo((509.559322033898 + 403.525423728814) / 1024, within(1e-12));
    LocatedFinding.Selection found =
        LocatedFinding.select(
            list,
            Golden.shared("sample-nih"),
            List.of("Pneumonia", "Infiltration", "Cardiomegaly", "Effusion"));
    assertThat(found.findings()).hasSize(15);
  }
}
