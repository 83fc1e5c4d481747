package org.thorax.data.tools;

import java.util.ArrayList;
import java.util.List;
import org.thorax.data.Samples;
import org.thorax.data.loader.Batch;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Ink;
import org.thorax.formats.plot.Png;

/**
 * Images side by side as a network sees them, each with its file name and its labels: positive,
 * uncertain (with the training label), negative and blank classes.
 *
 * @param title a few words
 * @param subtitle more words, smaller
 * @param samples raw labels, in the order of the images
 * @param batch their pixels and training labels
 */
public record ContactSheet(String title, String subtitle, Samples samples, Batch batch) {
  private static final int MAX_COLUMNS = 6;
  private static final int SMALLEST_PICTURE = 256;
  private static final double GAP = 8;
  private static final double LETTERS = 7;
  private static final double LINE = 9;

  /** The average width of a letter, relative to its size. */
  private static final double LETTER_WIDTH = 0.55;

  /** Checks that the sizes agree. */
  public ContactSheet {
    int count = samples.size();
    if (count == 0 || batch.size() != count || batch.classes() != samples.classes().size()) {
      throw new IllegalArgumentException(
          String.format(
              "%d samples of %d classes and a batch of %d with %d are no contact sheet",
              count, samples.classes().size(), batch.size(), batch.classes()));
    }
  }

  private record Caption(String text, Ink ink) {}

  /** The sheet; {@link Png} shows each pixel of small and medium-sized images as whole pixels. */
  public Drawing drawing() {
    List<List<Caption>> captions = new ArrayList<>();
    for (int sample = 0; sample < samples.size(); sample++) {
      captions.add(captions(sample));
    }
    int inARow = Math.min(MAX_COLUMNS, (int) Math.ceil(Math.sqrt(samples.size())));
    List<Drawing.Mark> marks = new ArrayList<>();
    marks.add(words(GAP, LETTERS, new Caption(subtitle, Ink.MUTED)));
    double y = LETTERS + GAP;
    for (int first = 0; first < samples.size(); first += inARow) {
      int end = Math.min(first + inARow, samples.size());
      for (int sample = first; sample < end; sample++) {
        double x = GAP + (sample - first) * (pictureWidth() + GAP);
        draw(sample, captions.get(sample), x, y, marks);
      }
      int lines = captions.subList(first, end).stream().mapToInt(List::size).max().orElse(0);
      y += pictureHeight() + (lines + 1) * LINE + GAP;
    }
    return new Drawing(title, GAP + inARow * (pictureWidth() + GAP), y, marks);
  }

  private void draw(
      int sample, List<Caption> captions, double x, double y, List<Drawing.Mark> marks) {
    byte[] grey = new byte[batch.height() * batch.width()];
    System.arraycopy(batch.pixels(), sample * grey.length, grey, 0, grey.length);
    String name = samples.imageName(sample);
    marks.add(
        new Drawing.Picture(
            x,
            y,
            pictureWidth(),
            pictureHeight(),
            new Drawing.GreyPixels(batch.width(), grey),
            name));
    double base = y + pictureHeight() + LINE;
    for (Caption caption : captions) {
      marks.add(words(x, base, caption));
      base += LINE;
    }
  }

  private static Drawing.Words words(double x, double base, Caption caption) {
    return new Drawing.Words(x, base, caption.text(), LETTERS, Drawing.Anchor.START, caption.ink());
  }

  /** The number of whole pixels per image pixel that makes it large enough. */
  private int enlarged() {
    return Math.max(1, SMALLEST_PICTURE / batch.width());
  }

  private double pictureWidth() {
    return (double) batch.width() * enlarged() / Png.PIXELS;
  }

  private double pictureHeight() {
    return (double) batch.height() * enlarged() / Png.PIXELS;
  }

  private List<Caption> captions(int sample) {
    List<String> positive = new ArrayList<>();
    List<String> uncertain = new ArrayList<>();
    List<String> negative = new ArrayList<>();
    List<String> blank = new ArrayList<>();
    List<String> unlabelled = new ArrayList<>();
    for (int c = 0; c < samples.classes().size(); c++) {
      String name = samples.classes().get(c);
      float raw = samples.label(sample, c);
      if (raw == Samples.UNCERTAIN) {
        uncertain.add(name + " (as " + number(batch.labels()[sample * batch.classes() + c]) + ")");
      } else if (raw == Samples.UNLABELLED) {
        unlabelled.add(name);
      } else {
        (Float.isNaN(raw) ? blank : raw == 1 ? positive : negative).add(name);
      }
    }
    List<Caption> captions = new ArrayList<>();
    captions.add(new Caption(shortened(samples.imageName(sample)), Ink.MUTED));
    add("positive:", positive, Ink.FIRST, captions);
    add("uncertain:", uncertain, Ink.SECOND, captions);
    add("negative:", negative, Ink.TEXT, captions);
    add("blank:", blank, Ink.QUIET, captions);
    add("not in this data set:", unlabelled, Ink.QUIET, captions);
    return captions;
  }

  private static String number(float label) {
    return label == Math.rint(label) ? Integer.toString((int) label) : Float.toString(label);
  }

  private int lettersInALine() {
    return (int) (pictureWidth() / (LETTERS * LETTER_WIDTH));
  }

  /** The end of a name distinguishes files. */
  private String shortened(String name) {
    int most = lettersInALine();
    return name.length() <= most ? name : "…" + name.substring(name.length() - most + 1);
  }

  /** Wrapped at the width of the image. */
  private void add(String what, List<String> names, Ink ink, List<Caption> captions) {
    StringBuilder line = new StringBuilder(what);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i) + (i < names.size() - 1 ? "," : "");
      if (line.length() + 1 + name.length() > lettersInALine()) {
        captions.add(new Caption(line.toString(), ink));
        line.setLength(0);
        line.append(' ');
      }
      line.append(' ').append(name);
    }
    if (!names.isEmpty()) {
      captions.add(new Caption(line.toString(), ink));
    }
  }
}
