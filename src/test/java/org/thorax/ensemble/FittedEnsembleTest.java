package org.thorax.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;

/** How combinations are found. */
class FittedEnsembleTest {
  private static final long SEED = 6122156;

  @TempDir Path folder;

  @Tag("oracle")
  @Test
  void theDrawsAreThoseOfNumPy() {
    String[] numbers = Oracle.run("dirichlet.py", SEED, 4, 300).strip().split("\\s+", -1);
    double[] expected = Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
    double[] found =
        Arrays.stream(new DirichletSearch(300, SEED).draws(4))
            .flatMapToDouble(Arrays::stream)
            .toArray();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-15));
    }
  }

  @ParameterizedTest
  @EnumSource(Criterion.class)
  void dirichletWeightsSumToOneReachWhatIsReportedAndComeAgainFromTheSameSeed(Criterion criterion) {
    MemberScores scores = EnsembleFileTest.random(300, 4);
    FittedWeights fitted = new DirichletSearch(200, 5).fit(scores, criterion);
    assertThat(sum(fitted)).isCloseTo(1, within(1e-12));
    assertThat(fitted.value()).isEqualTo(value(fitted, scores, criterion));
    assertThat(new DirichletSearch(200, 5).fit(scores, criterion)).isEqualTo(fitted);
    assertThat(new DirichletSearch(200, 6).fit(scores, criterion)).isNotEqualTo(fitted);
    double[] worst = {1, 0, 0, 0};
    assertThat(fitted.value())
        .isGreaterThan(criterion.of(2, scores.labels(), scores.weighted(worst)));
  }

  @Test
  void noOtherDrawIsBetter() {
    MemberScores scores = EnsembleFileTest.random(300, 3);
    DirichletSearch search = new DirichletSearch(100, 9);
    FittedWeights fitted = search.fit(scores, Criterion.AUC);
    for (double[] draw : search.draws(3)) {
      assertThat(Criterion.AUC.of(2, scores.labels(), scores.weighted(draw)))
          .isLessThanOrEqualTo(fitted.value());
    }
  }

  @Test
  void greedySelectionBeginsWithTheBestMemberAndIsNeverWorse() {
    MemberScores scores = EnsembleFileTest.random(300, 4);
    FittedWeights one = new GreedySelection(1).fit(scores, Criterion.AUC);
    assertThat(one.weights()).containsExactly(0.0, 0.0, 0.0, 1.0);
    FittedWeights many = new GreedySelection(40).fit(scores, Criterion.AUC);
    assertThat(many.value()).isGreaterThanOrEqualTo(one.value());
    assertThat(many.value()).isEqualTo(value(many, scores, Criterion.AUC));
    assertThat(sum(many)).isCloseTo(1, within(1e-12));
  }

  @Tag("oracle")
  @Test
  void theMetaLearnerIsTheOneThatKerasTrains() throws IOException {
    MemberScores scores = EnsembleFileTest.random(3000, 3);
    Path rows = write("rows", scores.sideBySide());
    Path labels = write("labels", scores.labels());
    Oracle.run("meta_learner.py", rows, labels, 6, 2, 21, SEED, folder);
    Combination.MetaLayer layer = new MetaLearner(21, SEED).fit(scores);
    assertClose(layer.kernel(), KerasModel.floats(folder.resolve("kernel.f32")));
    assertClose(layer.bias(), KerasModel.floats(folder.resolve("bias.f32")));
  }

  @Test
  void unlabelledCellsTeachTheMetaLearnerNothing() {
    MemberScores scores = EnsembleFileTest.random(200, 2);
    float[] masked = scores.labels().clone();
    for (int i = 0; i < masked.length; i += 2) {
      masked[i] = -1;
    }
    Combination.MetaLayer layer =
        new MetaLearner(5, 1).fit(new MemberScores(2, masked, scores.members()));
    Combination.MetaLayer untrained =
        new MetaLearner(1, 1)
            .fit(new MemberScores(2, new float[] {-1, -1}, List.of(new float[2], new float[2])));
    // The first class is never labelled: its column stays where it began.
    for (int row = 0; row < 4; row++) {
      assertThat(layer.kernel().get(row * 2)).isEqualTo(untrained.kernel().get(row * 2));
      assertThat(layer.kernel().get(row * 2 + 1)).isNotEqualTo(untrained.kernel().get(row * 2 + 1));
    }
  }

  @Test
  void theForestComesAgainFromItsSeed() {
    MemberScores scores = EnsembleFileTest.random(300, 3);
    Forest forest = new ForestTrainer(10, 5, 2).fit(scores);
    assertThat(new ForestTrainer(10, 5, 2).fit(scores)).isEqualTo(forest);
    assertThat(new ForestTrainer(10, 5, 3).fit(scores)).isNotEqualTo(forest);
    assertThat(forest.roots()).hasSize(10);
    assertThat(forest.depth()).isLessThanOrEqualTo(5);
  }

  private static double value(FittedWeights fitted, MemberScores scores, Criterion criterion) {
    double[] weights = fitted.weights().stream().mapToDouble(Double::doubleValue).toArray();
    return criterion.of(scores.classes(), scores.labels(), scores.weighted(weights));
  }

  private static double sum(FittedWeights fitted) {
    return fitted.weights().stream().mapToDouble(Double::doubleValue).sum();
  }

  private Path write(String name, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Files.write(folder.resolve(name), bytes.array());
  }

  private static void assertClose(List<Float> found, float[] expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found.get(i)).isCloseTo(expected[i], within(1e-4));
    }
  }
}
