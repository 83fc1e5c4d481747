package org.thorax.explain;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thorax.formats.io.AtomicFile;

/** Localisation scores as CSV: {@code summary.csv} and {@code findings.csv}. */
public final class LocalizationTables {
  private LocalizationTables() {}

  /** Writes both into a folder, which is created if it is missing. */
  public static void write(
      Path folder,
      LocalizationRun.Result result,
      List<LocatedFinding> findings,
      List<String> classNames) {
    AtomicFile.write(folder.resolve("summary.csv"), summary(result));
    AtomicFile.write(folder.resolve("findings.csv"), findings(result, findings, classNames));
  }

  private static String summary(LocalizationRun.Result result) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header =
        new ArrayList<>(
            List.of("maps", "count", "hit_rate", "hit_low", "hit_high", "energy", "similarity"));
    Localization.THRESHOLDS.forEach(threshold -> header.add("iou_" + threshold));
    Localization.THRESHOLDS.forEach(threshold -> header.add("miou_" + threshold));
    LocalizationSummary.MIN_IOUS.forEach(least -> header.add("found_iou_" + least));
    rows.add(header);
    rows.add(row(result.trained(), "1.0"));
    result.baselines().forEach(each -> rows.add(row(each, "")));
    result
        .randomized()
        .forEach(each -> rows.add(row(each.summary(), Double.toString(each.similarity()))));
    return text(rows);
  }

  private static List<String> row(LocalizationSummary summary, String similarity) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                summary.name(),
                Integer.toString(summary.count()),
                Double.toString(summary.hits().value()),
                Double.toString(summary.hits().low()),
                Double.toString(summary.hits().high()),
                Double.toString(summary.energy()),
                similarity));
    LocalizationSummary.Overlap overlap = summary.overlap();
    for (List<Double> values : List.of(overlap.ious(), overlap.classIous(), overlap.found())) {
      values.forEach(value -> cells.add(value.toString()));
    }
    return cells;
  }

  private static String findings(
      LocalizationRun.Result result, List<LocatedFinding> findings, List<String> classNames) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("image", "class", "boxes", "hit", "energy"));
    Localization.THRESHOLDS.forEach(threshold -> header.add("iou_" + threshold));
    rows.add(header);
    for (int i = 0; i < findings.size(); i++) {
      LocatedFinding finding = findings.get(i);
      Localization each = result.each().get(i);
      List<String> cells =
          new ArrayList<>(
              List.of(
                  finding.image().toString(),
                  classNames.get(finding.classIndex()),
                  Integer.toString(finding.boxes().size()),
                  each.hit() ? "1" : "0",
                  Double.toString(each.energy())));
      each.ious().forEach(iou -> cells.add(iou.toString()));
      rows.add(cells);
    }
    return text(rows);
  }

  private static String text(List<List<String>> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      rows.forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
