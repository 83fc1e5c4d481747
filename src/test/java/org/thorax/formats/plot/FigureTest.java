package org.thorax.formats.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class FigureTest {
  private static final Drawing DRAWING =
      new Drawing(
          "Tom & Jerry's <figure>",
          100,
          40,
          List.of(
              new Drawing.Box(10, 10, 50, 20, Ink.FIRST, "5 < \"6\""),
              new Drawing.Line(0, 35, 100, 35, Ink.GRID),
              new Drawing.Curve(
                  List.of(new Drawing.Point(70, 5), new Drawing.Point(90, 5)),
                  4,
                  false,
                  Ink.SECOND),
              new Drawing.Words(
                  new Drawing.Point(50, 20), "a & b", 11, Drawing.Anchor.MIDDLE, Ink.TEXT, true)));

  @Test
  void svgIsXmlWhateverTheWordsSayAndShowsLightAndDark() throws Exception {
    Document file = parsed(Svg.file(DRAWING));
    assertThat(file.getDocumentElement().getAttribute("aria-label")).isEqualTo(DRAWING.title());
    assertThat(file.getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo(DRAWING.title());
    assertThat(file.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("5 < \"6\"");
    assertThat(file.getElementsByTagName("style").item(0).getTextContent())
        .contains("prefers-color-scheme: dark", ".ink-first{fill:#1f6fd1", ".ink-heat-20");
    assertThat(parsed(Svg.element(DRAWING)).getElementsByTagName("style").getLength()).isZero();
  }

  @Test
  void pngHasTwoPixelsAUnitAndTheInksOfLight() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Png.write(DRAWING, out);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(image.getWidth()).isEqualTo(200);
    // With 28 units for the title.
    assertThat(image.getHeight()).isEqualTo(136);
    assertThat(image.getRGB(30, 2 * (28 + 15)) & 0xffffff).isEqualTo(Ink.FIRST.light());
    assertThat(image.getRGB(160, 2 * (28 + 5)) & 0xffffff).isEqualTo(Ink.SECOND.light());
    assertThat(image.getRGB(198, 134) & 0xffffff).isEqualTo(Ink.SURFACE.light());
  }

  @Test
  void picturesKeepTheirPixels() throws Exception {
    byte[] grey = {0, 100, (byte) 200, (byte) 255};
    Drawing drawing =
        new Drawing(
            "grey",
            10,
            10,
            List.of(new Drawing.Picture(1, 2, 4, 4, new Drawing.GreyPixels(2, grey), "a & b")));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Png.write(drawing, out);
    BufferedImage png = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    for (int i = 0; i < grey.length; i++) {
      // Two units a pixel, two pixels of the file a unit.
      int x = 2 * 1 + 4 * (i % 2);
      int y = 2 * (28 + 2) + 4 * (i / 2);
      assertThat(png.getRGB(x, y) & 0xff).isEqualTo(grey[i] & 0xff);
      assertThat(png.getRGB(x + 3, y + 3) & 0xffffff).isEqualTo((grey[i] & 0xff) * 0x010101);
    }
    Element image = (Element) parsed(Svg.file(drawing)).getElementsByTagName("image").item(0);
    String data = image.getAttribute("href").replace("data:image/png;base64,", "");
    BufferedImage svg = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
    assertThat(svg.getRGB(1, 1) & 0xff).isEqualTo(255);
    assertThat(image.getTextContent()).isEqualTo("a & b");
  }

  @Test
  void wordsOnAHeatMapAreReadableOnEveryField() {
    for (double share = 0; share <= 1; share += 0.05) {
      assertThat(contrast(Ink.heat(share).light(), Ink.onHeat(share).light()))
          .as("light %s", share)
          .isGreaterThan(4.2);
      assertThat(contrast(Ink.heat(share).dark(), Ink.onHeat(share).dark()))
          .as("dark %s", share)
          .isGreaterThan(4.2);
    }
  }

  @Test
  void aDrawingHasASize() {
    assertThatThrownBy(() -> new Drawing("none", 0, 10, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double contrast(int one, int other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(int colour) {
    double sum = 0;
    double[] weight = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
      double part = (colour >> (16 - 8 * i) & 255) / 255.0;
      sum += weight[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  private static Document parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
