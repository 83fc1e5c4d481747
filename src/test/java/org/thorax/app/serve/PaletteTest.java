package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.thorax.app.serve.pages.Pages;

/** The pages' colours against each other, by WCAG 2.2's contrast ratio. */
class PaletteTest {
  private static final double LETTERS = 4.5;
  private static final double LINES = 3;

  @Test
  void lettersStandOutFromWhatIsBehindThem() throws Exception {
    for (Map<String, String> palette : palettes()) {
      for (String pair :
          List.of(
              "text surface",
              "text card",
              "text bar",
              "quiet surface",
              "quiet card",
              "accent surface",
              "accent card",
              "on-accent accent",
              "wrong wrong-back")) {
        String[] colours = pair.split(" ", -1);
        assertThat(contrast(palette.get(colours[0]), palette.get(colours[1])))
            .as(pair + " of " + palette)
            .isGreaterThanOrEqualTo(LETTERS);
      }
    }
  }

  @Test
  void linesOfChartsStandOutFromTheirCard() throws Exception {
    Matcher list = Pattern.compile("COLOURS = \\[(.*?)]").matcher(file("chart.js"));
    assertThat(list.find()).isTrue();
    for (Map<String, String> palette : palettes()) {
      for (String colour : list.group(1).replaceAll("[\" ]", "").split(",", -1)) {
        assertThat(contrast(colour, palette.get("card")))
            .as(colour + " on " + palette.get("card"))
            .isGreaterThanOrEqualTo(LINES);
      }
    }
  }

  /** The light and the dark one. */
  private static List<Map<String, String>> palettes() throws Exception {
    String css = file("app.css");
    int dark = css.indexOf("@media (prefers-color-scheme: dark)");
    return List.of(
        palette(css.substring(0, dark)), palette(css.substring(dark, css.indexOf("* {", dark))));
  }

  private static Map<String, String> palette(String css) {
    Map<String, String> palette = new HashMap<>();
    Matcher colours = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});").matcher(css);
    while (colours.find()) {
      palette.put(colours.group(1), colours.group(2));
    }
    return palette;
  }

  private static String file(String name) throws Exception {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      int start = 1 + 2 * i;
      double share = Integer.parseInt(colour.substring(start, start + 2), 16) / 255.0;
      sum +=
          weights[i] * (share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
