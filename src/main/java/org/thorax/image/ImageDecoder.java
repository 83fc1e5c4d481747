package org.thorax.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.thorax.ThoraxException;

/**
 * Reads JPEG and PNG files as 8-bit grey, with the pixels of Pillow's {@code
 * Image.open(file).convert("L")}. The one wanted difference: of 16-bit grey the high byte is taken,
 * where Pillow turns everything above 255 white.
 *
 * <p>Holds nothing, so any number of threads may decode at once.
 */
public final class ImageDecoder {
  /** No radiograph is larger; a header that claims more would only exhaust the memory. */
  private static final long MOST_PIXELS = 100_000_000;

  private static final long MOST_BYTES = 1 << 29;

  private ImageDecoder() {}

  /**
   * Decodes one file.
   *
   * @throws ThoraxException naming the file when it is missing, empty, cut off, too large or
   *     neither JPEG nor PNG
   */
  public static GreyImage decode(Path file) {
    return decode(bytesOf(file), file.toString());
  }

  /**
   * Decodes the bytes of a file.
   *
   * @param name what errors call it
   * @throws ThoraxException as {@link #decode(Path)} does
   */
  public static GreyImage decode(byte[] bytes, String name) {
    String format = formatOf(bytes, name);
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    byte[] content = format.equals("jpeg") ? JpegProfile.hidden(bytes) : bytes;
    AtomicReference<String> cutOff = new AtomicReference<>();
    reader.addIIOReadWarningListener(truncationInto(cutOff));
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      reader.setInput(in, true, true);
      checkSize(reader.getWidth(0), reader.getHeight(0), name);
      GreyImage image = read(reader);
      if (cutOff.get() != null) {
        throw new IOException(cutOff.get());
      }
      return image;
    } catch (IOException | RuntimeException e) {
      if (e instanceof ThoraxException known) {
        throw known;
      }
      throw new ThoraxException(
          "Cannot decode "
              + name
              + ": "
              + reason(e)
              + "; it is damaged, cut off or of a rare kind.",
          e);
    } finally {
      reader.dispose();
    }
  }

  /** One line, whatever the library says. */
  private static String reason(Exception e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().split("\\R", 2)[0];
  }

  private static GreyImage read(ImageReader reader) throws IOException {
    if (reader.canReadRaster() && reader.getImageTypes(0).next().getNumBands() == 1) {
      // A grey JPEG: straight from the decoder.
      return Luma.ofFirstBand(reader.readRaster(0, null));
    }
    return Luma.of(reader.read(0));
  }

  private static byte[] bytesOf(Path file) {
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new ThoraxException(
            String.format(
                "The image %s has %d bytes; at most %d are read.", file, size, MOST_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ThoraxException(
          "The image " + file + " does not exist; check the dataset folder and the table.", e);
    } catch (IOException e) {
      throw new ThoraxException("Cannot read the image " + file + ": " + e.getMessage() + ".", e);
    }
  }

  private static String formatOf(byte[] bytes, String name) {
    if (bytes.length == 0) {
      throw new ThoraxException("The image " + name + " is empty (0 bytes); fetch it again.");
    }
    if (startsWith(bytes, 0xff, 0xd8, 0xff)) {
      return "jpeg";
    }
    if (startsWith(bytes, 0x89, 'P', 'N', 'G')) {
      return "png";
    }
    throw new ThoraxException(
        "The file " + name + " is neither JPEG nor PNG, whatever its name says; convert it.");
  }

  private static boolean startsWith(byte[] bytes, int... first) {
    for (int i = 0; i < first.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != first[i]) {
        return false;
      }
    }
    return true;
  }

  private static void checkSize(long width, long height, String name) {
    if (width * height > MOST_PIXELS) {
      throw new ThoraxException(
          String.format(
              "The image %s claims %d x %d pixels; at most %d million are read.",
              name, width, height, MOST_PIXELS / 1_000_000));
    }
  }

  /** libjpeg fills a file that ends too early with grey and only warns. */
  private static IIOReadWarningListener truncationInto(AtomicReference<String> cutOff) {
    return (reader, warning) -> {
      if (warning != null
          && (warning.startsWith("Truncated File") || warning.contains("premature end"))) {
        cutOff.set(warning);
      }
    };
  }
}
