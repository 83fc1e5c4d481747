package org.thorax.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.figure.Page;
import org.thorax.figure.Png;
import org.thorax.figure.Svg;
import org.thorax.files.WholeFile;
import org.thorax.report.Table;

/** A comparison's folder: a page, the charts as SVG and PNG, the tables as CSV. */
public final class ComparisonFiles {
  private static final String NOTE = "The line reaches from the lowest to the highest run.";

  private ComparisonFiles() {}

  /** Writes all of it, the page last. */
  public static void write(RunComparison comparison, Path folder) {
    Map<String, Table> tables = comparison.tables();
    tables.forEach(
        (name, table) -> WholeFile.write(folder.resolve(name + ".csv"), table::writeCsv));
    comparison
        .figures()
        .forEach(
            (name, figure) -> {
              WholeFile.write(folder.resolve(name + ".svg"), Svg.file(figure));
              WholeFile.write(folder.resolve(name + ".png"), out -> Png.write(figure, out));
            });
    WholeFile.write(folder.resolve("index.html"), page(comparison, tables));
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
    for (String name : List.of("runs", "attributes", "best_per_class")) {
      Table table = tables.get(name);
      page.table(table.title(), "", table.heads(), table.rounded(4));
    }
    Table epochs = tables.get("epochs");
    page.foldedTable("Numbers: " + epochs.title(), epochs.heads(), epochs.rounded(4));
    return page.html();
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
