package org.thorax.formats.plot;

import static org.thorax.formats.plot.Svg.escaped;

import java.util.List;

/**
 * A self-contained HTML file: follows the system's light or dark theme, readable on a phone,
 * printable. Escapes text.
 */
public final class Page {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--page:#f5f5f2;--card:#ffffff;--text:#1d1d1b;--muted:#5f5e5a;--rule:#dddcd6}
      @media (prefers-color-scheme: dark){:root{--page:#121211;--card:#1e1e1c;--text:#ecebe6;--muted:#a9a8a1;--rule:#41413d}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--page);color:var(--text);font:16px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
      main{max-width:1180px;margin:0 auto;padding:16px}
      h1{font-size:1.5rem;margin:.4em 0 .2em}h2{font-size:1.05rem;margin:0 0 .5em}p{margin:.2em 0 1em;color:var(--muted);overflow-wrap:anywhere}
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
      pre{overflow-x:auto;font-size:.8rem;line-height:1.35}
      .good{font-weight:600}
      @media (max-width: 760px){.figures{columns:1}main{padding:8px}section{padding:10px 6px}}
      @media print{:root{--page:#ffffff}main{max-width:none;padding:0}section{border-color:#bbbbbb}.scroll{overflow:visible}th,td{padding:2px 4px}}
      """;

  private final StringBuilder text = new StringBuilder();

  /** A page with its heading and a subtitle. */
  public Page(String title, String about) {
    text.append(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    text.append(escaped(title)).append("</title>\n<style>\n");
    text.append(STYLE).append(Svg.style()).append("\n</style>\n</head>\n<body>\n<main>\n<h1>");
    text.append(escaped(title)).append("</h1>\n");
    paragraph(about);
  }

  /**
   * A number in large letters.
   *
   * @param value the number
   * @param meaning its description
   */
  public record Tile(String value, String meaning) {}

  /**
   * A figure with a note.
   *
   * @param note below its title; "" for none
   */
  public record Figure(Drawing drawing, String note) {}

  /** A line of text. */
  public Page paragraph(String words) {
    text.append("<p>").append(escaped(words)).append("</p>\n");
    return this;
  }

  /** Tiles side by side. */
  public Page tiles(List<Tile> tiles) {
    text.append("<div class=\"tiles\">\n");
    for (Tile tile : tiles) {
      text.append("<div class=\"tile\"><b>").append(escaped(tile.value)).append("</b><span>");
      text.append(escaped(tile.meaning)).append("</span></div>\n");
    }
    text.append("</div>\n");
    return this;
  }

  /** Figures, two side by side if there is room. */
  public Page figures(List<Figure> figures) {
    text.append("<div class=\"figures\">\n");
    for (Figure figure : figures) {
      text.append("<section><h2>").append(escaped(figure.drawing.title())).append("</h2>\n");
      if (!figure.note.isEmpty()) {
        paragraph(figure.note);
      }
      text.append(Svg.element(figure.drawing)).append("</section>\n");
    }
    text.append("</div>\n");
    return this;
  }

  /** A table with its heading and a note; "" for none. */
  public Page table(String title, String note, List<String> head, List<List<String>> rows) {
    text.append("<section><h2>").append(escaped(title)).append("</h2>\n");
    if (!note.isEmpty()) {
      paragraph(note);
    }
    rows(head, rows);
    text.append("</section>\n");
    return this;
  }

  /** A collapsed table. */
  public Page foldedTable(String title, List<String> head, List<List<String>> rows) {
    text.append("<section><details><summary>").append(escaped(title)).append("</summary>\n");
    rows(head, rows);
    text.append("</details></section>\n");
    return this;
  }

  private void rows(List<String> head, List<List<String>> rows) {
    text.append("<div class=\"scroll\"><table>\n<tr>");
    head.forEach(each -> text.append("<th>").append(escaped(each)).append("</th>"));
    text.append("</tr>\n");
    for (List<String> row : rows) {
      text.append("<tr>");
      row.forEach(each -> text.append("<td>").append(escaped(each)).append("</td>"));
      text.append("</tr>\n");
    }
    text.append("</table></div>");
  }

  /** Preformatted text. */
  public Page preformatted(String title, String words) {
    text.append("<section><h2>").append(escaped(title)).append("</h2>\n<pre>");
    text.append(escaped(words)).append("</pre></section>\n");
    return this;
  }

  /** The whole file. */
  public String html() {
    return text + "</main>\n</body>\n</html>\n";
  }
}
