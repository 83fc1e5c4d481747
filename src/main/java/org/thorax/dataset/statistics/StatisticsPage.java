package org.thorax.dataset.statistics;

import static org.thorax.figure.Svg.escaped;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thorax.data.LabelCounts;
import org.thorax.figure.Drawing;
import org.thorax.figure.Svg;

/** Statistics as one HTML file that needs nothing else; light or dark as the reader's system. */
public final class StatisticsPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--page:#f5f5f2;--card:#ffffff;--text:#1d1d1b;--muted:#5f5e5a;--rule:#dddcd6}
      @media (prefers-color-scheme: dark){:root{--page:#121211;--card:#1e1e1c;--text:#ecebe6;--muted:#a9a8a1;--rule:#41413d}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--page);color:var(--text);font:16px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
      main{max-width:1180px;margin:0 auto;padding:16px}
      h1{font-size:1.5rem;margin:.4em 0 .2em}h2{font-size:1.05rem;margin:0 0 .5em}p{margin:.2em 0 1em;color:var(--muted)}
      .figures{columns:2;column-gap:16px;padding-bottom:16px}
      section{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:12px;margin:0 0 16px;break-inside:avoid}
      svg{display:block;width:100%;height:auto}
      .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:0 0 16px}
      .tile{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:10px 12px}
      .tile b{display:block;font-size:1.35rem}.tile span{color:var(--muted);font-size:.9rem}
      .scroll{overflow-x:auto}
      table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums;width:100%}
      th,td{padding:4px 8px;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
      th:first-child,td:first-child{text-align:left}
      summary{cursor:pointer;font-weight:600}
      @media (max-width: 760px){.figures{columns:1}main{padding:8px}section{padding:10px 6px}}
      """;
  private static final Map<String, String> NOTES =
      Map.of(
          "together",
          "Of 100 images positive for the row, so many are positive for the column too.");

  private StatisticsPage() {}

  /** The whole file. */
  public static String of(DatasetStatistics statistics) {
    StringBuilder page = new StringBuilder();
    page.append(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    page.append(escaped(statistics.dataset())).append("</title>\n<style>\n");
    page.append(STYLE).append(Svg.style()).append("\n</style>\n</head>\n<body>\n<main>\n<h1>");
    page.append(escaped(statistics.dataset())).append("</h1>\n<p>");
    page.append(
        escaped(
            String.format(
                Locale.ROOT,
                "%,d images of %,d patients; %s.",
                statistics.images(),
                statistics.patients(),
                statistics.split())));
    page.append("</p>\n");
    tiles(page, statistics);
    page.append("<div class=\"figures\">\n");
    StatisticsFigures.of(statistics)
        .forEach((name, drawing) -> figure(page, drawing, NOTES.getOrDefault(name, "")));
    page.append("</div>\n");
    statistics.sets().forEach(set -> table(page, set));
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void tiles(StringBuilder page, DatasetStatistics statistics) {
    page.append("<div class=\"tiles\">\n");
    for (SetStatistics set : statistics.sets()) {
      page.append(
          String.format(
              Locale.ROOT,
              "<div class=\"tile\"><b>%,d</b><span>%s, %,d patients, median age %s</span></div>%n",
              set.images(),
              escaped(set.name()),
              set.patients(),
              Double.isNaN(set.ages().median())
                  ? "unknown"
                  : String.format(Locale.ROOT, "%.0f", set.ages().median())));
    }
    page.append("</div>\n");
  }

  private static void figure(StringBuilder page, Drawing drawing, String note) {
    page.append("<section><h2>").append(escaped(drawing.title())).append("</h2>\n");
    if (!note.isEmpty()) {
      page.append("<p>").append(escaped(note)).append("</p>\n");
    }
    page.append(Svg.element(drawing)).append("</section>\n");
  }

  private static void table(StringBuilder page, SetStatistics set) {
    page.append("<section><details><summary>Numbers: ")
        .append(escaped(StatisticsText.title(set.name())))
        .append("</summary>\n<div class=\"scroll\"><table>\n<tr>");
    for (String head : List.of("class", "positive", "uncertain", "negative", "blank")) {
      page.append("<th>").append(head).append("</th>");
    }
    page.append("</tr>\n");
    for (LabelCounts label : set.labels()) {
      page.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s</td><td>%,d</td><td>%,d</td><td>%,d</td><td>%,d</td></tr>%n",
              escaped(label.name()),
              label.positive(),
              label.uncertain(),
              label.negative(),
              label.blank()));
    }
    page.append("</table></div></details></section>\n");
  }
}
