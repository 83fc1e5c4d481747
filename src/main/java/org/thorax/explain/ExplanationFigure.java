package org.thorax.explain;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.thorax.data.image.GreyImage;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Anchor;
import org.thorax.formats.plot.Drawing.Mark;
import org.thorax.formats.plot.Drawing.Photo;
import org.thorax.formats.plot.Drawing.Words;
import org.thorax.formats.plot.Ink;

/**
 * A figure of radiograph, map and boxes side by side, with the prediction and a colour legend.
 *
 * @param score what the model said
 * @param how method and layer, as a reader may see them
 * @param image the radiograph in the size in which it is shown
 * @param overlay the map over it
 * @param found the boxes, in the same size
 * @param colors of the overlay, for the legend
 */
record ExplanationFigure(
    ClassScore score,
    String how,
    GreyImage image,
    BufferedImage overlay,
    FoundBoxes found,
    Colors colors) {
  private static final double PANEL = 240;
  private static final double GAP = 12;
  private static final double CAPTION = 18;
  private static final double LETTERS = 11;
  private static final double LEGEND = 8;
  private static final int SHADES = 256;

  /**
   * What the model said.
   *
   * @param className whose map it is
   * @param probability of the class
   * @param measure what that number is: {@code probability}, or {@code score}
   */
  public record ClassScore(String className, double probability, String measure) {
    private String title() {
      String subject = Character.toUpperCase(className.charAt(0)) + className.substring(1);
      return String.format(Locale.ROOT, "%s, %s %.3f", subject, measure, probability);
    }
  }

  /**
   * The boxes of a map.
   *
   * @param threshold what the map is above in them
   */
  record FoundBoxes(List<MapBox> boxes, double threshold) {
    FoundBoxes {
      boxes = List.copyOf(boxes);
    }

    private String title() {
      String count =
          boxes.isEmpty() ? "No box" : boxes.size() == 1 ? "1 box" : boxes.size() + " boxes";
      return count + String.format(Locale.ROOT, ", map above %.2f", threshold);
    }
  }

  /** The figure. */
  public Drawing drawing() {
    double height = PANEL * image.height() / image.width();
    List<Mark> marks = new ArrayList<>();
    List<BufferedImage> panels =
        List.of(Overlay.plain(image), overlay, Overlay.boxed(image, found.boxes));
    List<String> captions = List.of("Radiograph", how, found.title());
    for (int i = 0; i < panels.size(); i++) {
      double left = GAP + i * (PANEL + GAP);
      marks.add(new Words(left, CAPTION - 6, captions.get(i), LETTERS, Anchor.START, Ink.MUTED));
      marks.add(new Photo(left, CAPTION, PANEL, height, panels.get(i), captions.get(i)));
    }
    double legend = CAPTION + height + GAP;
    double left = 2 * GAP + PANEL;
    marks.add(new Photo(left, legend, PANEL, LEGEND, shades(), "0 to 1"));
    double base = legend + LEGEND + LETTERS + 2;
    marks.add(new Words(left, base, "0", LETTERS, Anchor.START, Ink.MUTED));
    marks.add(
        new Words(
            left + PANEL / 2,
            base,
            "relevance for " + score.className(),
            LETTERS,
            Anchor.MIDDLE,
            Ink.MUTED));
    marks.add(new Words(left + PANEL, base, "1", LETTERS, Anchor.END, Ink.MUTED));
    return new Drawing(score.title(), 3 * PANEL + 4 * GAP, base + GAP, marks);
  }

  private BufferedImage shades() {
    BufferedImage bar = new BufferedImage(SHADES, 1, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SHADES; i++) {
      bar.setRGB(i, 0, colors.of(i / 255f));
    }
    return bar;
  }

  /** A radiograph resized smoothly; the caller chooses the aspect ratio. */
  public static GreyImage shown(GreyImage image, int width, int height) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(Overlay.plain(image), 0, 0, width, height, null);
    graphics.dispose();
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (target.getRGB(i % width, i / width) & 0xff);
    }
    return new GreyImage(width, height, pixels);
  }
}
