package org.thorax.experiment.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * CRC32C (Castagnoli), as Google Cloud Storage keeps it for every object.
 *
 * @param text the four bytes, most significant first, in Base64
 */
public record Checksum(String text) {
  private static final int BUFFER = 1 << 20;

  /** Checks the form. */
  public Checksum {
    if (!text.matches("[A-Za-z0-9+/]{6}==")) {
      throw new ThoraxException("Expected a CRC32C of 4 bytes in Base64, found '" + text + "'.");
    }
  }

  /** The checksum of all bytes that {@code crc} has processed. */
  static Checksum of(CRC32C crc) {
    byte[] bytes = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return new Checksum(Base64.getEncoder().encodeToString(bytes));
  }

  /** The checksum of a file. */
  public static Checksum of(Path file) {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + file + ": " + AtomicFile.reason(e) + "; check the path and read access.",
          e);
    }
    return of(crc);
  }

  @Override
  public String toString() {
    return text;
  }
}
