package org.thorax.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.thorax.ThoraxException;
import org.thorax.model.Values;
import org.thorax.oracle.Oracle;

/**
 * Values and gradients of all losses against Keras: labels of -1, a class without positives (the
 * second) and one without a label at all (the last), scores of exactly 0 and 1.
 */
@Tag("oracle")
class LossTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLASSES = 4;
  private static final float[] LABELS = {
    1, 0, 1, 0, /**/ 1, 0, 0, 1, /**/ 0, 0, 0, 1, /**/ 0, 0, 1, 0, /**/ 0, 0, 1, 0
  };
  private static final float[] MASKED = {
    1, -1, 1, -1, /**/ 1, 0, 0, -1, /**/ 0, 0, 0, -1, /**/ 0, 0, -1, -1, /**/ -1, -1, -1, -1
  };
  private static final float[] SCORES = {
    0, 0.066f, 0.29f, 0.91f, /**/ 0.21f, 1, 0.93f, 0.025f, /**/ 0.6f, 0.95f, 0, 0.55f, /**/ 1,
    0.13f, 1, 0.75f, /**/ 1e-8f, 0.47f, 0.2f, 0.49f
  };
  private static final float[] LOGITS = {
    -100, 0.5f, 0, 3, /**/ 20, -20, 100, -2, /**/ 0.4f, 3, -100, 0.2f, /**/ 15, -15, 1, 1.1f, /**/
    0, -0.1f, 90, -90
  };
  private static final float[] THREE_WAY_SCORES = {
    0.5f, 0.2f, 0.3f, 0.1f, 0.9f, 0, /**/ 1, 0, 0, 0.25f, 0.25f, 0.5f, /**/ 0, 1, 0, 0.1f, 0.1f,
    0.8f
  };
  private static final float[] THREE_WAY_LABELS = {1, 0, /**/ -1, 1, /**/ 1, -1};
  private static final List<Double> POSITIVE = List.of(2.0, 0.5, 1.5, 6.0);
  private static final List<Double> NEGATIVE = List.of(1.0, 0.75, 2.0, 0.25);
  private static final List<Double> SHARES = List.of(0.2, 0.05, 0.5, 0.9);
  private static final List<float[]> OWN =
      List.of(
          new float[] {0.7f, 0, 0.5f, 0.4f},
          new float[] {0.1f, 0.3f, 0, 0},
          new float[] {0.4f, 0.02f, 1.5f, 0});
  private static final float RATE = 0.1f;

  @TempDir private static Path folder;
  private static final Map<String, JsonNode> KERAS = new TreeMap<>();

  /**
   * One loss on one batch.
   *
   * @param name Keras' side of it
   * @param arguments of that side
   */
  @SuppressWarnings("ArrayRecordComponent") // Test data, never compared.
  record Case(
      String name,
      Loss loss,
      float[] labels,
      float[] scores,
      int outputs,
      Map<String, Object> arguments) {
    boolean fromLogits() {
      return arguments.containsKey("from_logits");
    }

    @Override
    public String toString() {
      return name + (labels == MASKED ? " masked" : "") + arguments;
    }

    private Map<String, Object> forKeras() {
      Map<String, Object> tree = new TreeMap<>(arguments);
      tree.put("loss", name);
      tree.put("labels", rows(labels, outputs));
      tree.put("scores", rows(scores, outputs * loss.outputsPerClass()));
      return tree;
    }

    private static List<float[]> rows(float[] cells, int width) {
      List<float[]> rows = new ArrayList<>();
      for (int i = 0; i < cells.length; i += width) {
        rows.add(Arrays.copyOfRange(cells, i, i + width));
      }
      return rows;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Loss bce = new BinaryCrossentropy();
    Map<String, Object> logits = Map.of("from_logits", true);
    Map<String, Object> weights = Map.of("weights", POSITIVE);
    for (float[] labels : List.of(LABELS, MASKED)) {
      cases.add(plain("bce", bce, labels, Map.of()));
      cases.add(new Case("bce", bce, labels, LOGITS, CLASSES, logits));
      cases.add(plain("wbce", new SampleWeighted(bce, POSITIVE), labels, weights));
      cases.add(
          new Case(
              "wbce",
              new SampleWeighted(bce, POSITIVE),
              labels,
              LOGITS,
              CLASSES,
              Map.of("weights", POSITIVE, "from_logits", true)));
      cases.add(
          plain(
              "cwbce",
              new WeightedBinaryCrossentropy(POSITIVE, NEGATIVE),
              labels,
              Map.of("positive", POSITIVE, "negative", NEGATIVE)));
      cases.add(plain("class_weighted", new ClassWeightedCrossentropy(POSITIVE), labels, weights));
      cases.add(focal(labels, 2, 0));
      cases.add(focal(labels, 3.5, 0.25));
      cases.add(
          plain(
              "auc_margin",
              new AucMargin(0.8, SHARES),
              labels,
              Map.of(
                  "shares",
                  SHARES,
                  "margin",
                  0.8,
                  "rate",
                  RATE,
                  "a",
                  OWN.get(0),
                  "b",
                  OWN.get(1),
                  "alpha",
                  OWN.get(2))));
    }
    Loss own = new CustomBinaryCrossentropy();
    cases.add(plain("own", own, LABELS, Map.of()));
    cases.add(plain("wbce_own", new SampleWeighted(own, POSITIVE), LABELS, weights));
    cases.add(
        new Case(
            "three_way",
            new ThreeWayCrossentropy(),
            THREE_WAY_LABELS,
            THREE_WAY_SCORES,
            2,
            Map.of()));
    return cases;
  }

  private static Case plain(String name, Loss loss, float[] labels, Map<String, Object> arguments) {
    return new Case(name, loss, labels, SCORES, CLASSES, arguments);
  }

  private static Case focal(float[] labels, double gamma, double alpha) {
    Loss loss = new FocalCrossentropy(gamma, Optional.of(alpha).filter(each -> each > 0));
    return plain("focal", loss, labels, Map.of("gamma", gamma, "alpha", alpha));
  }

  @BeforeAll
  static void askKeras() throws IOException {
    Path file = folder.resolve("cases.json");
    List<Case> cases = cases();
    JSON.writeValue(file.toFile(), cases.stream().map(Case::forKeras).toList());
    List<String> lines = Oracle.run("losses.py", file).lines().toList();
    for (int i = 0; i < cases.size(); i++) {
      KERAS.put(cases.get(i).toString(), JSON.readTree(lines.get(i)));
    }
    Files.delete(file);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void valueAndGradientAreThoseOfKeras(Case one) {
    JsonNode expected = KERAS.get(one.toString());
    LossInGraph found =
        LossInGraph.of(
            one.loss(),
            one.fromLogits(),
            one.labels(),
            one.scores(),
            one.outputs(),
            one.loss() instanceof AucMargin ? OWN : List.of(),
            RATE);
    near(new float[] {found.value()}, List.of(expected.get("value")));
    List<JsonNode> gradient = new ArrayList<>();
    expected.get("gradient").forEach(row -> row.forEach(gradient::add));
    near(found.gradient(), gradient);
    for (int i = 0; i < found.moved().size(); i++) {
      List<JsonNode> moved = new ArrayList<>();
      expected.get("moved").get(i).forEach(moved::add);
      near(found.moved().get(i), moved);
    }
  }

  private static void near(float[] found, List<JsonNode> expected) {
    assertThat(found).hasSize(expected.size());
    for (int i = 0; i < found.length; i++) {
      double value = expected.get(i).doubleValue();
      assertThat((double) found[i]).isCloseTo(value, within(1e-6 * Math.max(1, Math.abs(value))));
    }
  }

  @Test
  void whatIsNotLabelledHasNoGradientAndABatchWithoutLabelsNoLoss() {
    float[] none = new float[LABELS.length];
    Arrays.fill(none, -1);
    for (Case one : cases()) {
      if (one.loss().masks() && one.outputs() == CLASSES) {
        List<float[]> own = one.loss() instanceof AucMargin ? OWN : List.of();
        float[] gradient =
            LossInGraph.of(one.loss(), false, MASKED, SCORES, CLASSES, own, RATE).gradient();
        for (int i = 0; i < MASKED.length; i++) {
          assertThat(MASKED[i] >= 0 || gradient[i] == 0).as(one + " cell " + i).isTrue();
        }
        LossInGraph empty = LossInGraph.of(one.loss(), false, none, SCORES, CLASSES, own, RATE);
        assertThat(empty.value()).as(one.toString()).isZero();
        assertThat(empty.gradient()).containsOnly(0);
      }
    }
  }

  @Test
  void aScoreOfThreeOutputsLeavesTheUncertainOneOut() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var scores =
          new ThreeWayCrossentropy()
              .scored(
                  tf,
                  tf.constant(
                      new float[][] {{0.5f, 0.25f, 0.25f, 0, 0, 1}, {0, 0.9f, 0.1f, 1, 0, 0}}));
      try (var result = session.runner().fetch(scores).run()) {
        assertThat(Values.floats(result.get(0))).containsExactly(0.5f / 0.75f, 0.5f, 0, 1);
      }
    }
  }

  @Test
  void theBestVariablesOfTheMarginLossAreTheMeansAndTheirGap() {
    float[] labels = {1, 1, 0, 0};
    float[] scores = {0.5f, 0.7f, 0.1f, 0.3f};
    Loss loss = new AucMargin(1, List.of(0.5));
    List<float[]> own = List.of(new float[1], new float[1], new float[1]);
    for (int i = 0; i < 300; i++) {
      own = LossInGraph.of(loss, false, labels, scores, 1, own, 0.5f).moved();
    }
    assertThat(own.get(0)[0]).isCloseTo(0.6f, within(1e-4f));
    assertThat(own.get(1)[0]).isCloseTo(0.2f, within(1e-4f));
    assertThat(own.get(2)[0]).isCloseTo(1 + 0.2f - 0.6f, within(1e-4f));
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertThatThrownBy(() -> new FocalCrossentropy(-1, Optional.empty()))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("gamma must be at least 0, found -1");
    assertThatThrownBy(() -> new FocalCrossentropy(2, Optional.of(1.0)))
        .hasMessageContaining("between 0 and 1, found 1");
    assertThatThrownBy(() -> new AucMargin(0, SHARES)).hasMessageContaining("margin must be");
  }
}
