package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.thorax.ThoraxException;
import org.thorax.oracle.Golden;

class ExperimentEntryTest {
  static ExperimentEntry entry(String id, String name) {
    return new ExperimentEntry(
        id,
        name,
        name + "_20261123-101112.h5",
        "1",
        Map.of("loss", List.of(0.5, 0.25)),
        "Trained.",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  @Test
  void everyRecordedEntryIsKeptByteByByte() throws IOException {
    List<JsonNode> entries = Golden.entries();
    assertThat(entries).hasSize(29);
    for (JsonNode tree : entries) {
      String ours = PythonJson.write(ExperimentEntry.of(tree).toTree());
      assertThat(ours).isEqualTo(PythonJson.write(tree));
    }
  }

  @Test
  void aLostHistoryIsNoHistory() throws IOException {
    assertThat(Golden.entries().stream().filter(tree -> !ExperimentEntry.of(tree).hasHistory()))
        .extracting(tree -> tree.get("id").textValue().substring(0, 8))
        .containsExactly("03479e56", "697b4e66", "03479e56");
  }

  @Test
  void anEntryBeforeItsEvaluationHasNullInItsPlaces() {
    ObjectNode tree = entry("7b", "a").toTree();
    assertThat(tree.get("test").isNull()).isTrue();
    assertThat(tree.get("classification_report").isNull()).isTrue();
    assertThat(tree.has("benchmark")).isFalse();
    assertThat(ExperimentEntry.of(tree)).isEqualTo(entry("7b", "a"));
  }

  @Test
  void aValueOfAnotherTypeIsNamed() throws IOException {
    ObjectNode tree = entry("7b", "a").toTree();
    tree.set("test", PythonJson.read("[0.5, 0.9]"));
    assertThatThrownBy(() -> ExperimentEntry.of(tree))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("'7b'")
        .hasMessageContaining("'test' must hold an object of numbers, found ARRAY");
  }
}
