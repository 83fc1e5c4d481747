package org.thorax.experiment.wiki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.formats.plot.Drawing;
import org.thorax.oracle.Golden;

class EntryPageTest {
  private static final List<String> SECTIONS =
      List.of(
          "# Model and Benchmark Summary",
          "## Plot training & validation loss values",
          "## Validation Scores",
          "## Test Scores",
          "## Classification Report",
          "## Benchmark Details",
          "# Data Distribution",
          "## Plot training & validation accuracy values");

  @TempDir private Path work;

  private static WikiEntry page(ExperimentEntry entry) {
    return EntryPage.of(LoggedRun.of(LogFile.UNVALIDATED, entry), Optional.empty());
  }

  private static ExperimentEntry entry(String name, Map<String, List<Double>> history) {
    return new ExperimentEntry(
        "a1",
        name,
        name + "_20261123-101112.h5",
        "2",
        history,
        "Trained Xception architecture. The rate was 0.5.The encoding '[['A'], ['B']]'.\nDone. ",
        Optional.of(Map.of("AUC", 0.75)),
        Optional.of("  report ``` here\n"),
        Optional.of(JsonNodeFactory.instance.objectNode().put("num_samples_test", 1234)),
        Map.of());
  }

  private static Map<String, List<Double>> history(Double... losses) {
    Map<String, List<Double>> history = new LinkedHashMap<>();
    history.put("loss", List.of(losses));
    history.put("AUC_ROC", List.of(losses));
    history.put("val_loss", List.of(losses));
    history.put("val_AUC_ROC", List.of(losses));
    return history;
  }

  @Test
  void sectionsComeInTheOrderOfTheOriginalBelowHeadingVersionAndDescription() {
    String text = page(entry("run", history(0.5, 0.25))).text();
    assertThat(text)
        .startsWith("# run\n\nVersion: 2\n\nTrained Xception architecture.")
        .contains("Valid AUC:  0.2500\n", "Test AUC:  0.7500\n", "| Test | 1,234 |");
    assertThat(headings(text)).containsExactlyElementsOf(with("# run"));
  }

  @Test
  void theSummaryIsCutAtSentencesNotAtDecimals() {
    assertThat(EntryPage.sentences(entry("run", history(1.0)).description()))
        .containsExactly(
            "Trained Xception architecture.",
            "The rate was 0.5.The encoding '[['A'], ['B']]'.",
            "Done.");
    assertThat(EntryPage.sentences("'A B' benchmark.The benchmark was. On."))
        .containsExactly("'A B' benchmark.", "The benchmark was.", "On.");
  }

  @Test
  void withOneEpochNumbersStandForCurves() {
    WikiEntry one = page(entry("run", history(0.5)));
    assertThat(one.figures()).isEmpty();
    assertThat(one.text()).contains("| loss | 0.5000 | 0.5000 |", "| AUC | 0.5000 | 0.5000 |");
  }

  @Test
  void valuesThatAreNotFiniteOrHugeLeaveTheRestToBeSeen() {
    Drawing drawing =
        page(entry("run", history(0.5, Double.NaN, 0.25, 1.9e29))).figures().get("a1-loss.png");
    assertThat(drawing.marks().toString()).contains("powers of ten", "1e29").doesNotContain("NaN");
    assertThat(page(entry("run", history(Double.NaN, Double.NaN))).figures()).hasSize(2);
    Map<String, List<Double>> ragged = history(0.5, 0.25);
    ragged.put("lr", List.of(0.1));
    ragged.put("val_recall", List.of());
    assertThat(page(entry("run", ragged)).figures().values().toString()).doesNotContain("NaN");
  }

  @Test
  void textOfALogIsNoMarkup() {
    assertThat(Markdown.escaped("[[x]] <b> `c` *d* |e| _f_ a_b &amp; & \\"))
        .isEqualTo("\\[\\[x\\]\\] \\<b\\> \\`c\\` \\*d\\* \\|e\\| \\_f\\_ a_b &amp;amp; & \\\\");
    assertThat(new Markdown().paragraph("# a\n1. b\n- c\n1.5").text())
        .isEqualTo("\\# a\n1\\. b\n\\- c\n1.5\n");
    assertThat(page(entry("run", history(1.0))).text()).contains("\n````\n  report ``` here\n````");
  }

  @Test
  void idsAndNamesThatAreNoFilesAreRefused() {
    WikiFolder wiki = new WikiFolder(work);
    assertThatThrownBy(() -> page(entry("../run", history(1.0))))
        .isInstanceOf(ThoraxException.class);
    assertThatThrownBy(() -> new WikiEntry("../a", "run", "", Map.of()))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("../a");
    assertThatThrownBy(() -> wiki.has("a/b", "1")).isInstanceOf(ThoraxException.class);
  }

  @Test
  void anotherVersionComesBelowAndWhatIsThereStays() throws IOException {
    WikiFolder wiki = new WikiFolder(work);
    Files.writeString(work.resolve("home.md"), "# Models\n- [old](models/old)");
    WikiEntry first = new WikiEntry("1", "run", "# run\nfirst\n", Map.of());
    assertThat(wiki.add(first)).isTrue();
    assertThat(wiki.add(first)).isFalse();
    assertThat(wiki.add(new WikiEntry("2", "run", "# run\nsecond\n", Map.of()))).isTrue();
    assertThat(work.resolve("models/run.md"))
        .hasContent(
            "# run\nfirst\n\n<!-- thorax entry 1 -->\n\n# run\nsecond\n\n<!-- thorax entry 2 -->\n");
    assertThat(work.resolve("home.md"))
        .hasContent("# Models\n- [old](models/old)\n- [run](models/run)\n");
    Files.delete(work.resolve("home.md"));
    assertThat(wiki.has("run", "1")).isTrue();
    assertThat(work.resolve("home.md")).hasContent("- [run](models/run)\n");
  }

  @Test
  void axesHaveRoundNumbersAroundTheirValues() {
    Axis axis = Axis.around(new double[] {0.2092, 0.2553});
    assertThat(axis.ticks().stream().map(axis::label))
        .containsExactly("0.20", "0.21", "0.22", "0.23", "0.24", "0.25", "0.26");
    assertThat(axis.share(0.23)).isCloseTo(0.5, within(1e-9));
    assertThat(Axis.ofEpochs(3).ticks()).containsExactly(1.0, 2.0, 3.0);
    assertThat(Axis.ofEpochs(100).ticks()).hasSize(10).contains(100.0);
    assertThat(Axis.around(new double[] {1, 1}).share(1)).isEqualTo(1);
    assertThat(Axis.around(new double[] {0.001, 0.001}).share(0.001)).isBetween(0.3, 0.7);
    assertThat(Axis.around(new double[] {1e-5f, 1e-1f}).ticks())
        .containsExactly(-5.0, -4.0, -3.0, -2.0, -1.0);
  }

  @Test
  void everyRecordedRunHasItsPage() throws IOException {
    for (JsonNode tree : Golden.entries()) {
      ExperimentEntry entry = ExperimentEntry.of(tree);
      WikiEntry page = page(entry);
      assertThat(headings(page.text())).containsExactlyElementsOf(with("# " + entry.name()));
      page.figures()
          .forEach(
              (file, drawing) -> {
                assertThat(page.text()).contains("](../uploads/" + file + ")");
                assertThat(file).startsWith(entry.id() + "-");
                assertThat(drawing.marks().toString()).doesNotContain("NaN", "Infinity");
              });
      boolean byClass = entry.history().containsKey("auc_edema");
      assertThat(page.figures()).hasSize(!entry.hasHistory() ? 0 : byClass ? 8 : 3);
    }
  }

  private static List<String> headings(String text) {
    List<String> found = new ArrayList<>();
    boolean code = false;
    for (String line : text.lines().toList()) {
      code ^= line.startsWith("```");
      if (!code && line.startsWith("#")) {
        found.add(line);
      }
    }
    return found;
  }

  private static List<String> with(String first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(SECTIONS);
    return all;
  }
}
