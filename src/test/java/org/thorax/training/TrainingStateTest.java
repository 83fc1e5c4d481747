package org.thorax.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.thorax.data.loader.BadImage;

class TrainingStateTest {
  /** As version 1.0 writes it. */
  private static final String HEADER =
      """
      {"run":"a run","epoch":3,"batches":2,"consumed":8,"images":7,"lossSum":"NaN","lossWeight":7.0,
      "counted":[[1,2],[3,9007199254740993]],"iterations":12,"rateFactor":0.1,"stopped":null,
      "keptWeights":1,"history":{"loss":[0.30000000000000004,"Infinity"]},
      "callbacks":{"EarlyStopping":{"best":"0.5"}},"skipped":[{"sample":4,"reason":"no image"}],
      "trainedNanos":9007199254740995,"waitedNanos":5}""";

  @Test
  void anEarlierVersionsFileIsReadAndWrittenAgainWithTheSameKeys() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    StateHeader.write(file, HEADER.getBytes(StandardCharsets.UTF_8));
    new StateArrays(Map.of("weights", new float[] {1, -0f})).writeTo(file);

    TrainingState state = TrainingState.readFrom(new ByteArrayInputStream(file.toByteArray()));
    TrainingState.Figures figures = state.figures();
    assertThat(figures.run()).isEqualTo("a run");
    assertThat(figures.position()).isEqualTo(new TrainingState.Position(3, 2, 8, 12));
    assertThat(figures.sums().lossSum()).isNaN();
    assertThat(figures.sums().counted().get(1)).containsExactly(3, 9007199254740993L);
    assertThat(figures.decisions().stopped()).isNull();
    assertThat(figures.decisions().callbacks())
        .isEqualTo(Map.of("EarlyStopping", Map.of("best", "0.5")));
    assertThat(figures.past().history().get("loss"))
        .isEqualTo(List.of(0.30000000000000004, Double.POSITIVE_INFINITY));
    assertThat(figures.past().skipped()).containsExactly(new BadImage(4, "no image"));
    assertThat(state.arrays().byName().get("weights")).containsExactly(1, -0f);

    ByteArrayOutputStream again = new ByteArrayOutputStream();
    state.writeTo(again);
    DataInputStream written = new DataInputStream(new ByteArrayInputStream(again.toByteArray()));
    ObjectMapper json = new ObjectMapper();
    JsonNode header = json.readTree(StateHeader.read(written));
    assertThat(header).isEqualTo(json.readTree(HEADER));
  }

  @Test
  void aPlaceThatNoTrainingReachesIsRefused() {
    assertThatThrownBy(() -> new TrainingState.Position(0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
