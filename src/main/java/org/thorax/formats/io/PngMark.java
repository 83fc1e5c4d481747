package org.thorax.formats.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The text "Software: Thorax" in a PNG, by which Thorax recognizes its images. */
public final class PngMark {
  /** Signature and header, of the same length in every PNG. */
  private static final int HEAD = 33;

  private static final byte[] CHUNK = chunk("tEXt", "Software\0Thorax");

  private PngMark() {}

  /** Writes the PNG that {@code picture} writes, with the mark. */
  public static void write(OutputStream out, AtomicFile.Content picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    picture.writeTo(bytes);
    byte[] png = bytes.toByteArray();
    out.write(png, 0, HEAD);
    out.write(CHUNK);
    out.write(png, HEAD, png.length - HEAD);
  }

  /** Whether a file is a PNG with the mark. */
  public static boolean isIn(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(HEAD);
      return Arrays.equals(in.readNBytes(CHUNK.length), CHUNK);
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] chunk(String type, String text) {
    byte[] content = (type + text).getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(content);
    return ByteBuffer.allocate(content.length + 8)
        .putInt(text.length())
        .put(content)
        .putInt((int) sum.getValue())
        .array();
  }
}
