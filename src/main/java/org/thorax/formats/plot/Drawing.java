package org.thorax.formats.plot;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure: its marks, from back to front, in units; a phone shows about 400 units side by side.
 *
 * @param title text alternative of the figure
 * @param width in units
 * @param height in units
 * @param marks from back to front
 */
public record Drawing(String title, double width, double height, List<Mark> marks) {
  private static final double TITLE_LEFT = 10;
  private static final double TITLE_BASE = 22;
  private static final double TITLE_SIZE = 14;
  private static final double TITLE_HEIGHT = 28;

  /** A mark. */
  public sealed interface Mark {
    /** The mark, moved down. */
    Mark lowered(double by);
  }

  /**
   * A filled rectangle.
   *
   * @param hint tooltip; "" for none
   */
  public record Box(double x, double y, double width, double height, Ink ink, String hint)
      implements Mark {
    @Override
    public Mark lowered(double by) {
      return new Box(x, y + by, width, height, ink, hint);
    }
  }

  /** A line of one unit. */
  public record Line(double x1, double y1, double x2, double y2, Ink ink) implements Mark {
    @Override
    public Mark lowered(double by) {
      return new Line(x1, y1 + by, x2, y2 + by, ink);
    }
  }

  /**
   * A line through points.
   *
   * @param points at least two
   * @param width of the line
   * @param dashed whether it is interrupted
   */
  public record Curve(List<Point> points, double width, boolean dashed, Ink ink) implements Mark {
    /** Copies the points. */
    public Curve {
      points = List.copyOf(points);
      if (points.size() < 2) {
        throw new IllegalArgumentException("A curve needs two points");
      }
    }

    @Override
    public Mark lowered(double by) {
      return new Curve(
          points.stream().map(each -> new Point(each.x, each.y + by)).toList(), width, dashed, ink);
    }
  }

  /** A point in a drawing. */
  public record Point(double x, double y) {}

  /**
   * A line of text.
   *
   * @param at its start, middle or end, on the base line
   * @param size of the letters
   * @param upwards whether it runs from bottom to top
   */
  public record Words(Point at, String text, double size, Anchor anchor, Ink ink, boolean upwards)
      implements Mark {
    /** A line of text from left to right. */
    public Words(double x, double y, String text, double size, Anchor anchor, Ink ink) {
      this(new Point(x, y), text, size, anchor, ink, false);
    }

    @Override
    public Mark lowered(double by) {
      return new Words(new Point(at.x, at.y + by), text, size, anchor, ink, upwards);
    }
  }

  /**
   * A colour image, smoothed when it is scaled, the same in light and dark theme.
   *
   * @param pixels not changed afterwards
   * @param hint tooltip; "" for none
   */
  public record Photo(
      double x, double y, double width, double height, BufferedImage pixels, String hint)
      implements Mark {
    @Override
    public Mark lowered(double by) {
      return new Photo(x, y + by, width, height, pixels, hint);
    }
  }

  /**
   * A grey image whose pixels stay squares at any scale.
   *
   * @param hint tooltip; "" for none
   */
  public record Picture(
      double x, double y, double width, double height, GreyPixels pixels, String hint)
      implements Mark {
    @Override
    public Mark lowered(double by) {
      return new Picture(x, y + by, width, height, pixels, hint);
    }
  }

  /**
   * Grey pixels.
   *
   * @param columns of pixels
   * @param grey unsigned bytes, row by row; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as a value.
  public record GreyPixels(int columns, byte[] grey) {
    /** Checks that the pixels fill rows. */
    public GreyPixels {
      if (columns < 1 || grey.length == 0 || grey.length % columns != 0) {
        throw new IllegalArgumentException(grey.length + " pixels are no rows of " + columns);
      }
    }

    /** The pixels for Java2D. */
    BufferedImage image() {
      int rows = grey.length / columns;
      BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < grey.length; i++) {
        // Java2D's grey colour space would change the values on conversion to RGB.
        image.setRGB(i % columns, i / columns, (grey[i] & 0xff) * 0x010101);
      }
      return image;
    }
  }

  /** The part of a text that is at its position. */
  public enum Anchor {
    /** Its start. */
    START,
    /** Its middle. */
    MIDDLE,
    /** Its end. */
    END
  }

  /** Copies the marks. */
  public Drawing {
    marks = List.copyOf(marks);
    if (!(width > 0 && height > 0)) {
      throw new IllegalArgumentException("A drawing of " + width + " x " + height + " is none");
    }
  }

  /** With the title above, for a separate file. */
  Drawing titled() {
    List<Mark> all = new ArrayList<>();
    all.add(new Words(TITLE_LEFT, TITLE_BASE, title, TITLE_SIZE, Anchor.START, Ink.TEXT));
    marks.forEach(mark -> all.add(mark.lowered(TITLE_HEIGHT)));
    return new Drawing(title, width, height + TITLE_HEIGHT, all);
  }
}
