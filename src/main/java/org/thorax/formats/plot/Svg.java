package org.thorax.formats.plot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** Renders a drawing as SVG, which follows the system's light or dark theme. */
public final class Svg {
  private static final String FONT =
      "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif";

  private Svg() {}

  /** A separate file, with its title. */
  public static String file(Drawing drawing) {
    return element(drawing.titled(), "<style>" + style() + "</style>\n");
  }

  /** An element within a page that has {@link #style}; as wide as the page allows. */
  public static String element(Drawing drawing) {
    return element(drawing, "");
  }

  /** The colours of all inks, light and dark. */
  public static String style() {
    StringBuilder light = new StringBuilder();
    StringBuilder dark = new StringBuilder();
    for (Ink ink : Ink.all()) {
      light.append('.').append(ink.name()).append(colours(ink.light()));
      dark.append('.').append(ink.name()).append(colours(ink.dark()));
    }
    return light + "\n@media (prefers-color-scheme: dark){" + dark + "}";
  }

  private static String colours(int colour) {
    return String.format(Locale.ROOT, "{fill:#%06x;stroke:#%06x}", colour, colour);
  }

  private static String element(Drawing drawing, String style) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" role=\"img\""
                + " aria-label=\"%s\" font-family=\"%s\" stroke-width=\"0\">%n",
            number(drawing.width()),
            number(drawing.height()),
            escaped(drawing.title()),
            FONT));
    svg.append(style);
    svg.append(box(new Drawing.Box(0, 0, drawing.width(), drawing.height(), Ink.SURFACE, "")));
    for (Drawing.Mark mark : drawing.marks()) {
      svg.append(mark(mark));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String mark(Drawing.Mark mark) {
    if (mark instanceof Drawing.Box box) {
      return box(box);
    }
    if (mark instanceof Drawing.Picture picture) {
      return picture(picture);
    }
    if (mark instanceof Drawing.Photo photo) {
      return image(photo, "");
    }
    if (mark instanceof Drawing.Curve curve) {
      return curve(curve);
    }
    return mark instanceof Drawing.Line line ? line(line) : words((Drawing.Words) mark);
  }

  private static String box(Drawing.Box box) {
    String begin =
        String.format(
            "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"%s\"",
            number(box.x()),
            number(box.y()),
            number(box.width()),
            number(box.height()),
            box.ink().name());
    return box.hint().isEmpty()
        ? begin + "/>\n"
        : begin + "><title>" + escaped(box.hint()) + "</title></rect>\n";
  }

  private static String picture(Drawing.Picture picture) {
    return image(
        new Drawing.Photo(
            picture.x(),
            picture.y(),
            picture.width(),
            picture.height(),
            picture.pixels().image(),
            picture.hint()),
        " style=\"image-rendering:pixelated\"");
  }

  private static String image(Drawing.Photo photo, String style) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(photo.pixels(), "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can always be written", e);
    }
    return String.format(
        "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"%s"
            + " href=\"data:image/png;base64,%s\"><title>%s</title></image>%n",
        number(photo.x()),
        number(photo.y()),
        number(photo.width()),
        number(photo.height()),
        style,
        Base64.getEncoder().encodeToString(png.toByteArray()),
        escaped(photo.hint()));
  }

  private static String line(Drawing.Line line) {
    return String.format(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke-width=\"1\" class=\"%s\"/>%n",
        number(line.x1()),
        number(line.y1()),
        number(line.x2()),
        number(line.y2()),
        line.ink().name());
  }

  private static String curve(Drawing.Curve curve) {
    String points =
        curve.points().stream()
            .map(each -> number(each.x()) + "," + number(each.y()))
            .collect(Collectors.joining(" "));
    return String.format(
        "<polyline points=\"%s\" stroke-width=\"%s\"%s class=\"%s\" style=\"fill:none\"/>%n",
        points,
        number(curve.width()),
        curve.dashed() ? " stroke-dasharray=\"4 3\"" : "",
        curve.ink().name());
  }

  private static String words(Drawing.Words words) {
    String anchor =
        switch (words.anchor()) {
          case START -> "";
          case MIDDLE -> " text-anchor=\"middle\"";
          case END -> " text-anchor=\"end\"";
        };
    String turned =
        words.upwards()
            ? String.format(
                " transform=\"rotate(-90 %s %s)\"", number(words.at().x()), number(words.at().y()))
            : "";
    return String.format(
        "<text x=\"%s\" y=\"%s\" font-size=\"%s\" class=\"%s\"%s%s>%s</text>%n",
        number(words.at().x()),
        number(words.at().y()),
        number(words.size()),
        words.ink().name(),
        anchor,
        turned,
        escaped(words.text()));
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "");
  }

  /** Escapes text for an element or attribute. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
