package org.thorax.data.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * The centre of a typical radiograph, which is matched in others.
 *
 * @param pixels {@value #SIZE} x {@value #SIZE}
 */
public record Template(GreyImage pixels) {
  /** Rows and columns of a template. */
  public static final int SIZE = 270;

  /** Checks the size. */
  public Template {
    if (pixels.width() != SIZE || pixels.height() != SIZE) {
      throw new IllegalArgumentException(
          "A template has 270x270 pixels, not " + pixels.width() + "x" + pixels.height());
    }
  }

  /**
   * The template in an image of a whole typical radiograph, in the proportions with which the
   * cropped models were trained: width and height of the image are exchanged before the centre is
   * cut out.
   */
  public static Template of(TemplateView view, GreyImage whole) {
    Frame frame = Frame.of(view);
    GreyImage framed = new Resize(frame.width(), frame.height(), Filter.BICUBIC).apply(whole);
    return new Template(framed.part(frame.left(), frame.top(), SIZE, SIZE));
  }

  /**
   * The templates in a folder: images of whole radiographs named {@code frontal} and {@code
   * lateral}, PNG or JPEG, with or without the prefix {@code chexpert-}.
   *
   * @throws ThoraxException if there is none, or one cannot be read
   */
  public static Map<TemplateView, Template> in(Path folder) {
    Map<TemplateView, Template> found = new EnumMap<>(TemplateView.class);
    for (TemplateView view : TemplateView.values()) {
      String name = view.name().toLowerCase(Locale.ROOT);
      Stream.of(name, "chexpert-" + name)
          .flatMap(stem -> Stream.of(".png", ".jpg", ".jpeg").map(stem::concat))
          .map(folder::resolve)
          .filter(Files::isRegularFile)
          .findFirst()
          .ifPresent(file -> found.put(view, of(view, ImageDecoder.decode(file))));
    }
    if (found.isEmpty()) {
      throw new DataException(
          "There is no template (frontal.png, lateral.png) in "
              + folder
              + "; make them with 'thorax preprocess template DATASET'.");
    }
    return found;
  }

  /** The template as a PNG file of grey bytes, which {@link #ofPng} reads. */
  public byte[] png() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      GreyPng.write(pixels, out);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can always be written", e);
    }
    return out.toByteArray();
  }

  /**
   * The template that {@link #png} wrote.
   *
   * @param name of the file in errors
   * @throws ThoraxException if it is damaged or has another size
   */
  public static Template ofPng(byte[] png, String name) {
    GreyImage pixels = ImageDecoder.decode(png, name);
    if (pixels.width() != SIZE || pixels.height() != SIZE) {
      throw new DataException(
          String.format(
              "The template %s has %d x %d pixels, not %d x %d; copy the model again.",
              name, pixels.width(), pixels.height(), SIZE, SIZE));
    }
    return new Template(pixels);
  }

  /**
   * The position of a template within its framed image.
   *
   * @param width columns of the whole image
   * @param height rows of the whole image
   * @param left first column of the template
   * @param top first row of the template
   */
  public record Frame(int width, int height, int left, int top) {
    /** The frame of a view. */
    public static Frame of(TemplateView view) {
      return switch (view) {
        case FRONTAL -> new Frame(320, 327, 30, 30);
        case LATERAL -> new Frame(349, 320, 20, 30);
      };
    }
  }

  /** A text that changes with the pixels. */
  String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(pixels.pixels());
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
