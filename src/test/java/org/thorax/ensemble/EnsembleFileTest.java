package org.thorax.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;

/** Members become one network that says what they say together. */
class EnsembleFileTest {
  private static final List<String> CLASSES = List.of("Pneumonia", "No Finding");
  private static final int IMAGES = 6;

  @TempDir static Path folder;
  private static List<Path> members;
  private static List<float[]> alone;
  private static byte[] images;

  @BeforeAll
  static void writeMembers() {
    images = EnsembleModels.images(IMAGES);
    members =
        List.of(
            EnsembleModels.write(folder.resolve("models/a"), 1, Scaling.TORCH, CLASSES),
            EnsembleModels.write(folder.resolve("models/b"), 2, Scaling.TF, CLASSES),
            EnsembleModels.write(
                folder.resolve("models/c"), 3, Scaling.TORCH, List.of("No Finding", "Pneumonia")));
    alone = members.stream().map(model -> EnsembleModels.predict(model, images)).toList();
  }

  @Test
  void theWeightedMeanIsThatOfTheMembersWhateverTheirScalingAndOrderOfClasses() {
    List<Double> weights = List.of(0.5, 0.2, 0.3);
    Path file = write("mean", new Combination.WeightedMean(weights));
    float[] expected = new float[alone.get(0).length];
    for (int i = 0; i < expected.length; i++) {
      int swapped = i % 2 == 0 ? i + 1 : i - 1;
      expected[i] =
          (float) (0.5 * alone.get(0)[i] + 0.2 * alone.get(1)[i] + 0.3 * alone.get(2)[swapped]);
    }
    assertClose(EnsembleModels.predict(file, images), expected, 1e-6);
  }

  @Tag("oracle")
  @Test
  void anExportedEnsembleIsOneSavedModelThatSaysTheSameInPythonAndHere() throws IOException {
    Path file = write("exported", Combination.WeightedMean.equal(3));
    float[] expected = EnsembleModels.predict(file, images);
    Path target = folder.resolve("exported");
    try (Model model = EnsembleFile.open(file);
        Network network =
            Network.forInference(model.flat(), Scaling.NONE, model.weights(), Device.CPU)) {
      SavedModelWriter.write(network, model.contract(), target);
    }
    assertThat(EnsembleModels.predict(target, images)).containsExactly(expected);
    Path pixels = folder.resolve("pixels");
    Files.write(pixels, images);
    Oracle.run("ensemble_export.py", target, pixels, EnsembleModels.SIZE, folder);
    assertClose(KerasModel.floats(folder.resolve("ensemble.f32")), expected, 1e-6);
    float[] mean = new float[expected.length];
    for (int i = 0; i < mean.length; i++) {
      int swapped = i % 2 == 0 ? i + 1 : i - 1;
      mean[i] = (alone.get(0)[i] + alone.get(1)[i] + alone.get(2)[swapped]) / 3;
    }
    assertClose(KerasModel.floats(folder.resolve("ensemble.f32")), mean, 1e-6);
  }

  @Test
  void theMetaLayerInTheGraphIsTheOneThatWasTrained() {
    MemberScores scores = random(200, 3);
    Combination.MetaLayer layer = new MetaLearner(3, 7).fit(scores);
    float[] side = sideBySide();
    float[] expected = new float[IMAGES * 2];
    for (int image = 0; image < IMAGES; image++) {
      for (int c = 0; c < 2; c++) {
        double logit = layer.bias().get(c);
        for (int i = 0; i < 6; i++) {
          logit += side[image * 6 + i] * layer.kernel().get(i * 2 + c);
        }
        expected[image * 2 + c] = (float) (1 / (1 + Math.exp(-logit)));
      }
    }
    assertClose(EnsembleModels.predict(write("meta", layer), images), expected, 1e-6);
    assertClose(layer.of(memberScores()), expected, 1e-6);
  }

  @Test
  void theForestInTheGraphGoesDownTheSameTrees() {
    Forest forest = new ForestTrainer(20, 6, 3).fit(random(400, 3));
    assertThat(forest.depth()).isGreaterThan(2);
    float[] side = sideBySide();
    float[] expected = new float[IMAGES * 2];
    for (int image = 0; image < IMAGES; image++) {
      for (int root : forest.roots()) {
        int node = root;
        while (forest.trees().left().get(node) != node) {
          boolean above =
              side[image * 6 + forest.trees().features().get(node)]
                  > forest.trees().thresholds().get(node);
          node = above ? forest.trees().right().get(node) : forest.trees().left().get(node);
        }
        for (int c = 0; c < 2; c++) {
          expected[image * 2 + c] +=
              forest.trees().values().get(node * 2 + c) / forest.roots().size();
        }
      }
    }
    assertClose(EnsembleModels.predict(write("forest", forest), images), expected, 1e-6);
    assertClose(forest.of(memberScores()), expected, 1e-6);
  }

  @Test
  void anEnsembleMovesWithItsMembers() throws IOException {
    Path file = write("moved", Combination.WeightedMean.equal(3));
    Ensemble before = EnsembleFile.read(file);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path moved = Files.copy(file, elsewhere.resolve("moved.json"));
    assertThatThrownBy(() -> EnsembleFile.read(moved))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("moved.json: Its member ")
        .hasMessageContaining("is missing");
    assertThat(Files.readString(file)).contains("\"models/a\"");
    assertThat(before.members()).hasSize(3);
  }

  @Test
  void membersThatDoNotFitTogetherAreRefused() {
    Path other =
        EnsembleModels.write(
            folder.resolve("models/other"), 4, Scaling.TF, List.of("Pneumonia", "Edema"));
    Ensemble ensemble =
        new Ensemble(
            "odd",
            CLASSES,
            List.of(new Ensemble.Member(members.get(0), "a"), new Ensemble.Member(other, "other")),
            Combination.WeightedMean.equal(2),
            Optional.empty());
    assertThatThrownBy(() -> EnsembleFile.open(ensemble))
        .isInstanceOf(ThoraxException.class)
        .hasMessage(
            "Members of an ensemble must agree: expected the classes Pneumonia, No Finding, found"
                + " Pneumonia, Edema in Colour4; leave that member out or train it alike.");
  }

  @Test
  void whatIsNoEnsembleIsRefusedWithItsName() throws IOException {
    for (String text : List.of("", "[]", "{\"kind\": \"thorax-ensemble\"}", "{\"format\": 1")) {
      Path file = Files.writeString(folder.resolve("broken.json"), text);
      assertThatThrownBy(() -> EnsembleFile.open(file))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("broken.json");
    }
    assertThatThrownBy(() -> new Combination.WeightedMean(List.of(0.5, 0.6)))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("sum to 1");
  }

  private static Path write(String name, Combination combination) {
    List<Ensemble.Member> named = new ArrayList<>();
    members.forEach(each -> named.add(new Ensemble.Member(each, each.getFileName().toString())));
    Path file = folder.resolve(name + ".json");
    Ensemble ensemble = new Ensemble(name, CLASSES, named, combination, Optional.empty());
    EnsembleFile.write(ensemble, file);
    assertThat(EnsembleFile.read(file).combination()).isEqualTo(combination);
    return file;
  }

  /** The members' probabilities in the ensemble's order of classes. */
  private static float[] sideBySide() {
    return memberScores().sideBySide();
  }

  private static MemberScores memberScores() {
    float[] third = alone.get(2).clone();
    for (int i = 0; i < third.length; i += 2) {
      float first = third[i];
      third[i] = third[i + 1];
      third[i + 1] = first;
    }
    return new MemberScores(2, new float[IMAGES * 2], List.of(alone.get(0), alone.get(1), third));
  }

  /** Members of which each knows something. */
  static MemberScores random(int samples, int count) {
    Random random = new Random(11);
    float[] labels = new float[samples * 2];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(3) == 0 ? 1 : 0;
    }
    List<float[]> scores =
        IntStream.range(0, count)
            .mapToObj(
                member -> {
                  float[] all = new float[labels.length];
                  for (int i = 0; i < all.length; i++) {
                    double logit = labels[i] * (member + 1) * 0.7 + random.nextGaussian();
                    all[i] = (float) (1 / (1 + Math.exp(-logit)));
                  }
                  return all;
                })
            .toList();
    return new MemberScores(2, labels, scores);
  }

  private static void assertClose(float[] found, float[] expected, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    assertThat(Arrays.equals(found, new float[found.length])).isFalse();
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(tolerance));
    }
  }
}
