package org.thorax.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.data.ThreeWayLabels;
import org.thorax.data.image.GreyImage;
import org.thorax.ensemble.Combination;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.ensemble.EnsembleModels;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Scaling;
import org.thorax.model.keras.TinyClassifier;

/** An ensemble's maps are its members', and its probabilities those of the one network. */
class EnsembleExplainerTest {
  private static final int SIZE = EnsembleModels.SIZE;
  private static final int IMAGES = 4;
  private static final List<String> CLASSES = List.of("Pneumonia", "No Finding");
  private static final List<String> OTHER_WAY = List.of("No Finding", "Pneumonia");
  private static final List<Double> WEIGHTS = List.of(0.5, 0.2, 0.3);
  private static final Predictor.Overrides NONE =
      new Predictor.Overrides(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  private static final MapRequest GRAD_CAM = MapRequest.of(Method.GRAD_CAM);

  @TempDir private static Path folder;
  private static List<Path> models;
  private static List<Explainer> alone;
  private static List<GreyImage> images;
  private static Explainer ensemble;

  @BeforeAll
  static void open() {
    models =
        List.of(
            EnsembleModels.write(folder.resolve("a"), 1, Scaling.TORCH, CLASSES),
            EnsembleModels.write(folder.resolve("b"), 2, Scaling.TF, OTHER_WAY),
            folder.resolve("c"));
    TinyClassifier.write(models.get(2), CLASSES, SIZE, 3);
    alone = models.stream().map(model -> Explainer.open(model, NONE, Device.CPU)).toList();
    byte[] bytes = EnsembleModels.images(IMAGES);
    images = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      byte[] own = Arrays.copyOfRange(bytes, i * SIZE * SIZE, (i + 1) * SIZE * SIZE);
      images.add(new GreyImage(SIZE, SIZE, own));
    }
    ensemble = of(new Combination.WeightedMean(WEIGHTS));
  }

  @AfterAll
  static void close() {
    alone.forEach(Explainer::close);
    ensemble.close();
  }

  private static Path write(Combination combination) {
    List<Ensemble.Member> members =
        models.stream()
            .map(path -> new Ensemble.Member(path, "model " + path.getFileName()))
            .toList();
    Path file = folder.resolve("ensemble.json");
    EnsembleFile.write(new Ensemble("e", CLASSES, members, combination, Optional.empty()), file);
    return file;
  }

  private static Explainer of(Combination combination) {
    return Explainer.open(write(combination), NONE, Device.CPU);
  }

  @Test
  void mapsAreTheMembersTimesTheirWeightsDividedByTheLargest() {
    for (Method method : List.of(Method.GRAD_CAM, Method.CRM, Method.GUIDED_BACKPROPAGATION)) {
      MapRequest request = MapRequest.of(method);
      assertMaps(ensemble, WEIGHTS, Collections.nCopies(3, request), request);
    }
  }

  @Test
  void probabilitiesAreThoseThatPredictGives() {
    float[] expected =
        EnsembleModels.predict(
            write(new Combination.WeightedMean(WEIGHTS)), EnsembleModels.images(IMAGES));
    List<Explanation> explained = ensemble.explain(images, ClassChoice.all(), GRAD_CAM);
    for (int i = 0; i < expected.length; i++) {
      assertThat(explained.get(i / 2).probabilities().get(i % 2))
          .isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void theEnsembleChoosesTheClassesOfEachImage() {
    List<Explanation> all = ensemble.explain(images, ClassChoice.all(), GRAD_CAM);
    double middle =
        all.stream().mapToDouble(each -> each.probabilities().get(0)).average().orElseThrow();
    ClassChoice choice =
        probabilities -> probabilities.get(0) > middle ? List.of(1, 0) : List.of(1);
    List<Explanation> chosen = ensemble.explain(images, choice, GRAD_CAM);
    for (int i = 0; i < IMAGES; i++) {
      List<Integer> expected = choice.of(all.get(i).probabilities());
      assertThat(chosen.get(i).maps().stream().map(Explanation.ClassMap::classIndex).toList())
          .isEqualTo(expected);
      for (Explanation.ClassMap map : chosen.get(i).maps()) {
        assertClose(map.map(), all.get(i).maps().get(map.classIndex()).map(), 1e-5f);
      }
    }
    assertThat(chosen.stream().map(each -> each.maps().size()).distinct()).hasSize(2);
  }

  @Test
  void aLayerIsThatOfTheMembersThatHaveIt() {
    MapRequest request = GRAD_CAM.at("conv1");
    assertMaps(ensemble, WEIGHTS, List.of(request, request, GRAD_CAM), request);
    assertThat(ensemble.remarks(request))
        .contains("model c: has no layer 'conv1' and is explained at its last feature map.");
    assertThat(ensemble.layer(request).orElseThrow()).startsWith("conv1 + ");
    assertThatThrownBy(() -> ensemble.explain(images, ClassChoice.all(), GRAD_CAM.at("conv_one")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageStartingWith("Member model a: ")
        .hasMessageContaining("'conv_one'");
    MapRequest whole = MapRequest.of(Method.GUIDED_BACKPROPAGATION).at("conv1");
    assertThatThrownBy(() -> ensemble.layer(whole))
        .isInstanceOf(ThoraxException.class)
        .hasMessageStartingWith("Member model c: ");
  }

  @Test
  void aMemberWithoutWeightLeavesNoTrace() {
    try (Explainer one = of(new Combination.WeightedMean(List.of(0.0, 1.0, 0.0)))) {
      assertMaps(one, List.of(0.0, 1.0, 0.0), Collections.nCopies(3, GRAD_CAM), GRAD_CAM);
      assertThat(one.layer(GRAD_CAM)).isEqualTo(alone.get(1).layer(GRAD_CAM));
    }
  }

  @Test
  void aMetaLearnersMapIsTheMembersMeanAndSaysSo() {
    Combination meta =
        new Combination.MetaLayer(Collections.nCopies(12, 0.1f), Collections.nCopies(2, 0f));
    try (Explainer stacked = of(meta)) {
      List<Double> equal = Collections.nCopies(3, 1.0 / 3);
      assertMaps(stacked, equal, Collections.nCopies(3, GRAD_CAM), GRAD_CAM);
      assertThat(stacked.remarks(GRAD_CAM)).anyMatch(each -> each.contains("plain mean"));
      assertThat(ensemble.remarks(GRAD_CAM)).noneMatch(each -> each.contains("plain mean"));
    }
  }

  @Test
  void aMemberOfThreeOutputsAClassIsExplainedByItsOneScore() {
    Path threeWay = folder.resolve("three");
    TinyClassifier.write(threeWay, ThreeWayLabels.outputs(CLASSES), SIZE, 4);
    Path file = folder.resolve("mixed.json");
    List<Ensemble.Member> members =
        List.of(new Ensemble.Member(models.get(2), "c"), new Ensemble.Member(threeWay, "three"));
    EnsembleFile.write(
        new Ensemble(
            "m",
            CLASSES,
            members,
            new Combination.WeightedMean(List.of(0.0, 1.0)),
            Optional.empty()),
        file);
    assertThat(EnsembleFile.contract(EnsembleFile.read(file)).orElseThrow().classNames())
        .isEqualTo(CLASSES);
    try (Explainer mixed = Explainer.open(file, NONE, Device.CPU);
        Explainer three = Explainer.open(threeWay, NONE, Device.CPU)) {
      Explanation found = mixed.explain(images.subList(0, 1), ClassChoice.all(), GRAD_CAM).get(0);
      List<Float> perClass = three.predict(images.subList(0, 1)).get(0);
      for (int c = 0; c < CLASSES.size(); c++) {
        float positive = perClass.get(3 * c);
        assertThat(found.probabilities().get(c))
            .isCloseTo(positive / (positive + perClass.get(3 * c + 1)), within(1e-6f));
      }
      assertThat(found.maps()).hasSize(2);
      assertThat(found.maps()).anyMatch(map -> map.map().grid().max() == 1);
    }
  }

  @Test
  void shuffledMembersForgetAndRememberAgain() {
    try (Explainer own = of(new Combination.WeightedMean(WEIGHTS))) {
      SaliencyMap before = map(own);
      WeightShuffling shuffling = own.shuffling(5);
      assertThat(shuffling.shuffle(OptionalDouble.of(1))).isEqualTo(1);
      assertThat(map(own).grid().values()).isNotEqualTo(before.grid().values());
      assertThat(shuffling.shuffle(OptionalDouble.empty())).isBetween(0.0, 1.0);
      shuffling.shuffle(OptionalDouble.of(0));
      assertClose(map(own), before, 1e-5f);
    }
  }

  private static SaliencyMap map(Explainer of) {
    return of.explain(images.subList(0, 1), ClassChoice.of(0), GRAD_CAM).get(0).maps().get(0).map();
  }

  @Test
  void whatTheMembersSayIsNotSaidAgain() {
    Predictor.Overrides scaled =
        new Predictor.Overrides(
            Optional.empty(), Optional.empty(), Optional.of(Scaling.TF), List.of());
    Path file = write(new Combination.WeightedMean(WEIGHTS));
    assertThatThrownBy(() -> Explainer.open(file, scaled, Device.CPU))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("leave `scaling` and `classes` out");
  }

  private static void assertMaps(
      Explainer found, List<Double> weights, List<MapRequest> own, MapRequest request) {
    List<Explanation> explained = found.explain(images, ClassChoice.all(), request);
    List<List<Explanation>> members = new ArrayList<>();
    for (int m = 0; m < 3; m++) {
      members.add(alone.get(m).explain(images, ClassChoice.all(), own.get(m)));
    }
    for (int image = 0; image < IMAGES; image++) {
      for (int c = 0; c < CLASSES.size(); c++) {
        float[] expected = new float[SIZE * SIZE];
        for (int m = 0; m < 3; m++) {
          int place = alone.get(m).input().classNames().indexOf(CLASSES.get(c));
          SaliencyMap map = members.get(m).get(image).maps().get(place).map();
          for (int i = 0; i < expected.length; i++) {
            expected[i] += (float) (weights.get(m) * map.grid().values()[i]);
          }
        }
        SaliencyMap wanted = new SaliencyMap(Grid.of(SIZE, SIZE, expected).dividedByMax());
        assertThat(wanted.grid().max()).isEqualTo(1);
        assertClose(explained.get(image).maps().get(c).map(), wanted, 1e-5f);
      }
    }
  }

  private static void assertClose(SaliencyMap found, SaliencyMap expected, float tolerance) {
    float[] values = found.grid().values();
    assertThat(values).hasSameSizeAs(expected.grid().values());
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i] - expected.grid().values()[i]) > tolerance) {
        assertThat(values[i]).as("place " + i).isEqualTo(expected.grid().values()[i]);
      }
    }
  }
}
