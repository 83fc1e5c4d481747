package org.thorax.data.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

class PhantomDatasetTest {
  private static final PhantomSettings SETTINGS = new PhantomSettings(7, 160, 20, 64);

  @TempDir static Path temporary;
  private static Path folder;
  private static PhantomDataset dataset;

  @BeforeAll
  static void write() {
    folder = temporary.resolve("phantom");
    dataset = PhantomDataset.write(folder, SETTINGS);
  }

  @Test
  void theSameSeedGivesTheSameBytesWithOneThreadAndWithMany() throws Exception {
    PhantomSettings few = new PhantomSettings(7, 12, 3, 64);
    ForkJoinPool one = new ForkJoinPool(1);
    ForkJoinPool many = new ForkJoinPool(4);
    try {
      one.submit(() -> PhantomDataset.write(temporary.resolve("one"), few)).get();
      many.submit(() -> PhantomDataset.write(temporary.resolve("many"), few)).get();
    } finally {
      one.shutdown();
      many.shutdown();
    }
    assertThat(content(temporary.resolve("one"))).isEqualTo(content(temporary.resolve("many")));
  }

  @Test
  void anotherSeedGivesOtherImagesAndOtherLabels() throws IOException {
    PhantomDataset.write(temporary.resolve("seed-1"), new PhantomSettings(1, 6, 1, 64));
    PhantomDataset.write(temporary.resolve("seed-2"), new PhantomSettings(2, 6, 1, 64));
    Map<String, String> first = content(temporary.resolve("seed-1"));
    Map<String, String> second = content(temporary.resolve("seed-2"));
    assertThat(second.get("train.csv")).isNotEqualTo(first.get("train.csv"));
    String image = "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg";
    assertThat(second.get(image)).isNotNull().isNotEqualTo(first.get(image));
  }

  @Test
  void theColumnsAreThoseOfThePublicCheXpertInTheirOrder() throws IOException {
    String header =
        "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,"
            + "Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,"
            + "Pleural Effusion,Pleural Other,Fracture,Support Devices";
    for (String file : List.of("train.csv", "test.csv")) {
      List<String> lines = Files.readAllLines(folder.resolve(file));
      assertThat(lines.get(0)).isEqualTo(header);
      assertThat(lines.subList(1, lines.size()))
          .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(19));
    }
    assertThat(Files.readAllLines(folder.resolve("boxes.csv")).get(0))
        .isEqualTo("Path,Finding,x,y,w,h");
  }

  @Test
  void everyRowHasItsGreyImageWithTheShortSideAsAsked() throws IOException {
    for (PhantomImage image : all()) {
      BufferedImage picture = ImageIO.read(folder.resolve(image.path()).toFile());
      assertThat(picture.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
      assertThat(Math.min(picture.getWidth(), picture.getHeight())).isEqualTo(64);
      String name = image.view().side().equals("Frontal") ? "_frontal.jpg" : "_lateral.jpg";
      assertThat(image.path()).endsWith(name);
      assertThat(image.view().projection().isEmpty())
          .isEqualTo(image.view().side().equals("Lateral"));
    }
  }

  @Test
  void boxesLieInTheImageAndBelongToPositiveOrUncertainLabels() throws IOException {
    for (PhantomImage image : all()) {
      BufferedImage picture = ImageIO.read(folder.resolve(image.path()).toFile());
      for (PhantomImage.FindingBox found : image.boxes()) {
        Box box = found.box();
        assertThat(box.x() + box.width()).isLessThanOrEqualTo(picture.getWidth());
        assertThat(box.y() + box.height()).isLessThanOrEqualTo(picture.getHeight());
        OptionalDouble label = image.labels().get(found.observation());
        assertThat(label.orElse(0)).isIn(1.0, -1.0);
      }
    }
  }

  @Test
  void everyPositiveFindingHasABox() {
    for (PhantomImage image : all()) {
      Set<Observation> boxed = new HashSet<>();
      image.boxes().forEach(found -> boxed.add(found.observation()));
      image
          .labels()
          .forEach(
              (observation, label) -> {
                if (observation != Observation.NO_FINDING && label.orElse(0) == 1) {
                  assertThat(boxed).as(image.path()).contains(observation);
                }
              });
    }
  }

  @Test
  void theTrainingLabelsHaveEveryKindOfCellAndTheTestLabelsOnlyCertainOnes() {
    for (Observation observation : Observation.values()) {
      Set<OptionalDouble> cells = new HashSet<>();
      dataset.train().forEach(image -> cells.add(image.labels().get(observation)));
      OptionalDouble blank = OptionalDouble.empty();
      if (observation == Observation.NO_FINDING) {
        assertThat(cells).containsExactlyInAnyOrder(OptionalDouble.of(1), blank);
      } else {
        assertThat(cells)
            .as(observation.title())
            .containsExactlyInAnyOrder(
                OptionalDouble.of(1), OptionalDouble.of(0), OptionalDouble.of(-1), blank);
      }
    }
    assertThat(dataset.test())
        .allSatisfy(
            image ->
                assertThat(image.labels().values())
                    .allSatisfy(cell -> assertThat(cell.orElseThrow()).isIn(0.0, 1.0)));
  }

  @Test
  void noFindingMeansThatNothingButDevicesIsPresentOrUncertain() {
    for (PhantomImage image : all()) {
      if (image.labels().get(Observation.NO_FINDING).orElse(0) == 1) {
        image
            .labels()
            .forEach(
                (observation, label) -> {
                  if (observation != Observation.NO_FINDING
                      && observation != Observation.SUPPORT_DEVICES) {
                    assertThat(label.orElse(0)).as(observation.title()).isZero();
                  }
                });
      }
    }
  }

  @Test
  void aPatientIsNeverInTwoSetsAndAllImagesOfAStudyShareItsLabels() {
    Map<String, Map<Observation, OptionalDouble>> studies = new TreeMap<>();
    Set<String> trained = new HashSet<>();
    for (PhantomImage image : all()) {
      String study = image.path().substring(0, image.path().lastIndexOf('/'));
      assertThat(studies.computeIfAbsent(study, key -> image.labels())).isEqualTo(image.labels());
      String patient = Path.of(image.path()).getName(2).toString();
      if (image.path().contains("/train/")) {
        trained.add(patient);
      } else {
        assertThat(trained).doesNotContain(patient);
      }
    }
  }

  @Test
  void aFolderWithContentIsRefusedAndKept() {
    assertThatThrownBy(() -> PhantomDataset.write(folder, SETTINGS))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("phantom")
        .hasMessageContaining("empty folder");
    assertThat(folder.resolve("train.csv")).exists();
  }

  @Test
  void settingsOutOfRangeAreOneLineWithTheRange() {
    assertThatThrownBy(() -> new PhantomSettings(1, 0, 1, 64))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("patients must be 1 to 64540, not 0");
    assertThatThrownBy(() -> new PhantomSettings(1, 1, 1, 16))
        .hasMessageContaining("image size must be 32 to 2048, not 16");
  }

  private static List<PhantomImage> all() {
    List<PhantomImage> images = new ArrayList<>(dataset.train());
    images.addAll(dataset.test());
    return images;
  }

  private static Map<String, String> content(Path of) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(of)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            of.relativize(file).toString(),
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }
}
