package org.thorax.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

class EvaluationTest {
  private static final List<String> CLASSES = List.of("Edema", "Fracture");
  private static final float[][] LABELS = {{1, 0}, {0, 0}, {1, -1}, {0, 0}};
  private static final float[][] SCORES = {{.9f, .1f}, {.2f, .3f}, {.4f, .2f}, {.6f, .4f}};

  @Test
  void scoresMadeElsewhereHaveTheirFigures(@TempDir Path work) {
    Evaluation evaluation = Evaluation.of(CLASSES, LABELS, SCORES);
    // Of the four pairs of positive and negative three are in order.
    assertThat(evaluation.of("Edema").auc()).isEqualTo(0.75);
    assertThat(evaluation.of("Edema").images().positive()).isEqualTo(2);
    assertThat(evaluation.of("Fracture").images().negative()).isEqualTo(3);
    assertThat(evaluation.of("Fracture").auc()).isNaN();
    assertThat(evaluation.meanAuc()).isEqualTo(0.75);
    evaluation.write(work.resolve("page"));
    assertThat(work.resolve("page/index.html")).exists();
  }

  @Test
  void whatIsNoLabelOrNoScoreIsNamed() {
    assertThatThrownBy(() -> Evaluation.of(CLASSES, new float[][] {{1, 2}}, new float[][] {{0, 0}}))
        .isInstanceOf(ThoraxException.class)
        .hasMessage(
            "Expected a label of 1, 0 or -1, found 2.0 for 'Fracture' in row 1; correct it.");
    assertThatThrownBy(
            () -> Evaluation.of(CLASSES, new float[][] {{1, 0}}, new float[][] {{0, 1.5f}}))
        .hasMessageContaining("a score of 0 to 1, found 1.5");
    assertThatThrownBy(() -> Evaluation.of(CLASSES, LABELS, new float[][] {{0, 0}}))
        .hasMessageContaining("as many rows of labels as of scores");
    assertThatThrownBy(() -> Evaluation.of(CLASSES, new float[][] {{1}}, new float[][] {{0, 0}}))
        .hasMessageContaining("found 1 in row 1");
  }
}
