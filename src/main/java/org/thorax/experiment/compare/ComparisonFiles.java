package org.thorax.experiment.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.thorax.evaluation.report.Table;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.plot.Page;
import org.thorax.formats.plot.Png;
import org.thorax.formats.plot.Svg;

/** A comparison's folder: an HTML page, the charts as SVG and PNG, the tables as CSV. */
public final class ComparisonFiles {
  private static final String NOTE = "The line reaches from the lowest to the highest run.";

  private ComparisonFiles() {}

  /** Writes all files, the page last. */
  public static void write(RunComparison comparison, Path folder) {
    Map<String, Table> tables = comparison.tables();
    tables.forEach(
        (name, table) -> AtomicFile.write(folder.resolve(name + ".csv"), table::writeCsv));
    comparison
        .figures()
        .forEach(
            (name, figure) -> {
              AtomicFile.write(folder.resolve(name + ".svg"), Svg.file(figure));
              AtomicFile.write(folder.resolve(name + ".png"), out -> Png.write(figure, out));
            });
    AtomicFile.write(folder.resolve("index.html"), page(comparison, tables));
  }

  private static String page(RunComparison comparison, Map<String, Table> tables) {
    Page page =
        new Page(
            "Runs compared",
            comparison.runs().size()
                + " runs with the same classes and as many test samples; means over classes with"
                + " positive test samples.");
    page.figures(
        comparison.figures().values().stream()
            .map(figure -> new Page.Figure(figure, NOTE))
            .toList());
    // Names are long: on a phone the numbers must come first.
    table(
        page,
        tables
            .get("runs")
            .with("test_auc", "val_auc", "best_epoch", "epochs_run", "remarks", "name", "id"));
    table(page, tables.get("attributes"));
    table(page, tables.get("best_per_class").with("class", "test_auc", "remarks", "name", "id"));
    Table epochs = tables.get("epochs");
    page.foldedTable("Numbers: " + epochs.title(), epochs.heads(), epochs.rounded(4));
    return page.html();
  }

  private static void table(Page page, Table table) {
    page.table(table.title(), "", table.heads(), table.rounded(4));
  }

  /** Tables as one JSON object. */
  public static String json(Map<String, Table> tables) {
    Map<String, Object> root = new LinkedHashMap<>();
    tables.forEach((name, table) -> root.put(name, table.asMaps()));
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Maps can always be written", e);
    }
  }
}
