package org.thorax.formats.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/** Renders a drawing as PNG in the light theme, with several pixels per unit. */
public final class Png {
  /** Pixels per unit. */
  public static final int PIXELS = 2;

  private Png() {}

  /** Writes it with its title; does not close {@code out}. */
  public static void write(Drawing untitled, OutputStream out) throws IOException {
    Drawing drawing = untitled.titled();
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(drawing.width() * PIXELS),
            (int) Math.ceil(drawing.height() * PIXELS),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      graphics.scale(PIXELS, PIXELS);
      draw(new Drawing.Box(0, 0, drawing.width(), drawing.height(), Ink.SURFACE, ""), graphics);
      drawing.marks().forEach(mark -> draw(mark, graphics));
    } finally {
      graphics.dispose();
    }
    ImageIO.write(image, "png", out);
  }

  private static void draw(Drawing.Mark mark, Graphics2D graphics) {
    if (mark instanceof Drawing.Box box) {
      graphics.setColor(new Color(box.ink().light()));
      graphics.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
    } else if (mark instanceof Drawing.Line line) {
      graphics.setColor(new Color(line.ink().light()));
      graphics.draw(new Line2D.Double(line.x1(), line.y1(), line.x2(), line.y2()));
    } else if (mark instanceof Drawing.Picture picture) {
      AffineTransform place = AffineTransform.getTranslateInstance(picture.x(), picture.y());
      BufferedImage image = picture.pixels().image();
      place.scale(picture.width() / image.getWidth(), picture.height() / image.getHeight());
      graphics.drawImage(image, place, null);
    } else if (mark instanceof Drawing.Photo photo) {
      photo(photo, graphics);
    } else if (mark instanceof Drawing.Curve curve) {
      curve(curve, graphics);
    } else {
      words((Drawing.Words) mark, graphics);
    }
  }

  private static void curve(Drawing.Curve curve, Graphics2D graphics) {
    Path2D path = new Path2D.Double();
    path.moveTo(curve.points().get(0).x(), curve.points().get(0).y());
    curve.points().forEach(point -> path.lineTo(point.x(), point.y()));
    Stroke before = graphics.getStroke();
    float[] dashes = curve.dashed() ? new float[] {4, 3} : null;
    graphics.setStroke(
        new BasicStroke(
            (float) curve.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0));
    graphics.setColor(new Color(curve.ink().light()));
    graphics.draw(path);
    graphics.setStroke(before);
  }

  private static void photo(Drawing.Photo photo, Graphics2D graphics) {
    AffineTransform place = AffineTransform.getTranslateInstance(photo.x(), photo.y());
    BufferedImage image = photo.pixels();
    place.scale(photo.width() / image.getWidth(), photo.height() / image.getHeight());
    Object before = graphics.getRenderingHint(RenderingHints.KEY_INTERPOLATION);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, place, null);
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, before);
  }

  private static void words(Drawing.Words words, Graphics2D graphics) {
    graphics.setColor(new Color(words.ink().light()));
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) words.size()));
    FontMetrics metrics = graphics.getFontMetrics();
    double length = metrics.getStringBounds(words.text(), graphics).getWidth();
    double back =
        switch (words.anchor()) {
          case START -> 0;
          case MIDDLE -> length / 2;
          case END -> length;
        };
    AffineTransform before = graphics.getTransform();
    graphics.translate(words.at().x(), words.at().y());
    if (words.upwards()) {
      graphics.rotate(-Math.PI / 2);
    }
    graphics.drawString(words.text(), (float) -back, 0f);
    graphics.setTransform(before);
  }
}
