package org.thorax.data.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.formats.dicom.DicomImage;
import org.thorax.formats.io.UnexpectedFormat;

/**
 * Decodes JPEG, PNG and DICOM files to 8-bit grey, the first two with the pixels of Pillow's {@code
 * Image.open(file).convert("L")}. The only intended difference: of 16-bit grey the high byte is
 * used, while Pillow turns everything above 255 white; an image that uses 14 bits or fewer is
 * refused.
 *
 * <p>Stateless and thread-safe.
 */
public final class ImageDecoder {
  /** No radiograph is larger; a larger size in a header would only exhaust the memory. */
  private static final long MAX_PIXELS = 100_000_000;

  /**
   * No compression makes more pixels of one byte: deflate's 1032 bytes of 8 black-and-white pixels.
   */
  private static final long MAX_PIXELS_PER_BYTE = 8 * 1032;

  private static final JpegSegments NO_JPEG = new JpegSegments(0, 0, -1, false);

  private static final long MAX_BYTES = 1 << 29;

  /** An image that uses no more of 16 bits has at most a quarter of the brightness. */
  private static final int MAX_DARK_BITS = 14;

  /** Offset of the width and then the height in a PNG file. */
  private static final int PNG_SIZE = 16;

  private ImageDecoder() {}

  /**
   * Decodes a file.
   *
   * @throws ThoraxException naming the file if it is missing, empty, truncated, too large or
   *     neither JPEG, PNG nor DICOM
   */
  public static GreyImage decode(Path file) {
    return decode(bytesOf(file), file.toString());
  }

  /**
   * Decodes the bytes of a file.
   *
   * @param name of the file in errors
   * @throws ThoraxException as {@link #decode(Path)} does
   */
  public static GreyImage decode(byte[] bytes, String name) {
    return decode(bytes, name, MAX_PIXELS);
  }

  /**
   * Whether the header of a JPEG or PNG file has no more pixels than are allowed.
   *
   * @param begin its first few hundred bytes; a size that comes later is not found
   */
  public static boolean claimsReadableSize(byte[] begin) {
    boolean png = isPng(begin) && begin.length >= PNG_SIZE + 8;
    ByteBuffer header = ByteBuffer.wrap(begin);
    long pixels =
        png
            ? (long) header.getInt(PNG_SIZE) * header.getInt(PNG_SIZE + 4)
            : JpegSegments.of(begin).pixels();
    return pixels <= MAX_PIXELS;
  }

  /**
   * Decodes the bytes of an untrusted file.
   *
   * @param name of the file in errors
   * @param maxPixels an image whose header claims more is refused before memory is allocated
   * @throws ThoraxException as {@link #decode(Path)} does
   */
  public static GreyImage decode(byte[] bytes, String name, long maxPixels) {
    if (DicomImage.isDicom(bytes)) {
      return DicomFilm.decode(bytes, name, maxPixels);
    }
    return compressed(bytes, name, maxPixels);
  }

  /** Decodes a JPEG or PNG file. */
  static GreyImage compressed(byte[] bytes, String name, long maxPixels) {
    String format = formatOf(bytes, name);
    boolean jpeg = format.equals("jpeg");
    JpegSegments segments = jpeg ? JpegSegments.of(bytes) : NO_JPEG;
    ImageReader reader = jpeg ? jpegReader() : ImageIO.getImageReadersByFormatName(format).next();
    byte[] content = segments.withoutProfile(bytes);
    AtomicReference<String> cutOff = new AtomicReference<>();
    reader.addIIOReadWarningListener(truncationInto(cutOff));
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      reader.setInput(in, true, true);
      checkSize(reader.getWidth(0), reader.getHeight(0), name, maxPixels);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS_PER_BYTE * bytes.length) {
        throw new IOException("its " + bytes.length + " bytes cannot hold the size it claims");
      }
      GreyImage image = read(reader, segments, name);
      if (cutOff.get() != null) {
        throw new IOException(cutOff.get());
      }
      return image;
    } catch (IOException | RuntimeException e) {
      if (e instanceof ThoraxException known) {
        throw known;
      }
      throw new DataException(
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

  /** TwelveMonkeys' reader, which repairs or skips broken segments and then calls the JDK's. */
  private static ImageReader jpegReader() {
    try {
      return jpegReaders().createReaderInstance(null);
    } catch (IOException e) {
      throw new IllegalStateException("TwelveMonkeys' JPEG reader cannot be made", e);
    }
  }

  private static JPEGImageReaderSpi jpegReaders() {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    JPEGImageReaderSpi known = registry.getServiceProviderByClass(JPEGImageReaderSpi.class);
    if (known != null) {
      return known;
    }
    // The first user of ImageIO may be a thread that does not see TwelveMonkeys' classes.
    synchronized (ImageDecoder.class) {
      JPEGImageReaderSpi own = new JPEGImageReaderSpi();
      registry.registerServiceProvider(own);
      return own;
    }
  }

  /** One line, whatever the library says. */
  private static String reason(Exception e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().split("\\R", 2)[0];
  }

  private static GreyImage read(ImageReader reader, JpegSegments segments, String name)
      throws IOException {
    return switch (segments.components()) {
      // Straight from the decoder.
      case 1 -> Luma.ofFirstBand(reader.readRaster(0, null));
      case 4 -> CmykConversion.grey(reader.readRaster(0, null), segments.adobeTransform());
      default -> {
        BufferedImage image = reader.read(0);
        requireBright(Luma.greatest(image), name);
        yield Luma.of(image);
      }
    };
  }

  /** The high byte of values that use few of 16 bits would be nearly black without a message. */
  private static void requireBright(int greatest, String name) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(greatest);
    if (greatest > 0 && bits <= MAX_DARK_BITS) {
      throw new DataException(
          ("The image %s has 16 bits a pixel and uses %d of them (its greatest value is %d): its high"
                  + " byte, which is what is read, would be nearly black. Multiply all images of the set"
                  + " alike, e.g. 12 bits by 16, or convert them to 8 bits.")
              .formatted(name, bits, greatest));
    }
  }

  private static byte[] bytesOf(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new DataException(
            String.format(
                "The image %s has %d bytes; at most %d are read.", file, size, MAX_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new DataException(
          "The image " + file + " does not exist; check the dataset folder and the table.", e);
    } catch (IOException e) {
      throw new DataException("Cannot read the image " + file + ": " + e.getMessage() + ".", e);
    }
  }

  /** Whether a file that begins like this is JPEG, PNG or DICOM. */
  public static boolean isImage(byte[] begin) {
    return DicomImage.isDicom(begin) || isJpeg(begin) || isPng(begin);
  }

  private static boolean isJpeg(byte[] bytes) {
    return startsWith(bytes, 0xff, 0xd8, 0xff);
  }

  private static boolean isPng(byte[] bytes) {
    return startsWith(bytes, 0x89, 'P', 'N', 'G');
  }

  private static String formatOf(byte[] bytes, String name) {
    if (bytes.length == 0) {
      throw new DataException("The image " + name + " is empty (0 bytes); fetch it again.");
    }
    if (isJpeg(bytes)) {
      return "jpeg";
    }
    if (isPng(bytes)) {
      return "png";
    }
    UnexpectedFormat.of(bytes)
        .ifPresent(
            what -> {
              throw new DataException("The image " + name + " " + what + ".");
            });
    throw new DataException(
        "The file " + name + " is neither JPEG, PNG nor DICOM, despite its name; convert it.");
  }

  private static boolean startsWith(byte[] bytes, int... first) {
    for (int i = 0; i < first.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != first[i]) {
        return false;
      }
    }
    return true;
  }

  /** Refuses an image that claims more pixels than are wanted. */
  static void checkSize(long width, long height, String name, long maxPixels) {
    if (width * height > maxPixels) {
      throw new DataException(
          String.format(
              "The image %s claims %d x %d pixels; at most %d million are read.",
              name, width, height, maxPixels / 1_000_000));
    }
  }

  /** libjpeg fills a truncated file with grey and only warns. */
  private static IIOReadWarningListener truncationInto(AtomicReference<String> cutOff) {
    return (reader, warning) -> {
      if (warning != null
          && (warning.startsWith("Truncated File") || warning.contains("premature end"))) {
        cutOff.set(warning);
      }
    };
  }
}
