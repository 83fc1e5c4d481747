package org.thorax.model.keras.hdf5;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * A {@code .keras} archive: its two JSON texts, and its weights in a temporary file that {@link
 * #close} deletes. Size and compression of the members are limited and their checksums verified; no
 * member's name is ever used as a path.
 */
final class KerasArchive implements AutoCloseable {
  static final String METADATA = "metadata.json";
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.weights.h5";

  private static final long LARGEST_TEXT = 64L << 20;
  private static final long LARGEST_WEIGHTS = 4L << 30;
  private static final long SMALL = 1L << 20;
  private static final long MAX_COMPRESSION = 100;
  private static final int MAX_MEMBERS = 10_000;

  private final String metadata;
  private final String config;
  private final Path weights;

  private KerasArchive(String metadata, String config, Path weights) {
    this.metadata = metadata;
    this.config = config;
    this.weights = weights;
  }

  /** Whether the file begins like a zip archive. */
  static boolean isOne(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("PK\u0003\u0004");
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + file + ": " + e.getMessage() + "; check that it is readable.", e);
    }
  }

  static KerasArchive open(Path file) {
    Path weights = null;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      checkNames(file, zip);
      String metadata = text(file, zip, METADATA);
      String config = text(file, zip, CONFIG);
      weights = Files.createTempFile("thorax-", ".weights.h5");
      try (OutputStream out = Files.newOutputStream(weights)) {
        copy(file, zip, WEIGHTS, LARGEST_WEIGHTS, out);
      }
      return new KerasArchive(metadata, config, weights);
    } catch (IOException | IllegalArgumentException e) {
      delete(weights);
      throw e instanceof ZipException || e instanceof IllegalArgumentException
          ? damaged(file, "it is no sound zip archive, as one that was not downloaded whole", e)
          : new FileException(
              "Cannot unpack " + file + ": " + e + "; check the space for temporary files.", e);
    } catch (RuntimeException | Error e) {
      delete(weights);
      throw e;
    }
  }

  String metadata() {
    return metadata;
  }

  String config() {
    return config;
  }

  /** The HDF5 file of the weights. */
  Path weights() {
    return weights;
  }

  private static void checkNames(Path file, ZipFile zip) {
    if (zip.size() > MAX_MEMBERS) {
      throw damaged(file, "it has " + zip.size() + " members", null);
    }
    Set<String> names = new HashSet<>();
    zip.stream()
        .map(ZipEntry::getName)
        .forEach(
            name -> {
              boolean leaves =
                  name.startsWith("/")
                      || name.contains("\\")
                      || name.contains(":")
                      || Arrays.asList(name.split("/", -1)).contains("..");
              if (leaves || !names.add(name)) {
                throw damaged(
                    file, "the member '" + name + "' is there twice or leaves the archive", null);
              }
            });
  }

  private static String text(Path file, ZipFile zip, String member) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copy(file, zip, member, LARGEST_TEXT, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void copy(Path file, ZipFile zip, String member, long most, OutputStream out)
      throws IOException {
    ZipEntry entry = zip.getEntry(member);
    if (entry == null) {
      throw damaged(file, "the member " + member + " is missing", null);
    }
    long size = entry.getSize();
    long packed = entry.getCompressedSize();
    if (size < 0 || size > most || (size > SMALL && size / MAX_COMPRESSION > packed)) {
      throw damaged(file, "%s unfolds %d bytes to %d".formatted(member, packed, size), null);
    }
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      byte[] buffer = new byte[1 << 16];
      long left = size;
      int count;
      while (left >= 0 && (count = in.read(buffer)) > 0) {
        left -= count;
        out.write(buffer, 0, left < 0 ? 0 : count);
      }
      if (left != 0 || checksum.getValue() != entry.getCrc()) {
        throw damaged(file, member + " is not what was written", null);
      }
    }
  }

  private static ThoraxException damaged(Path file, String what, Exception cause) {
    return new FileException(file + " is damaged: " + what + "; copy or save it again.", cause);
  }

  private static void delete(Path weights) {
    try {
      if (weights != null) {
        Files.deleteIfExists(weights);
      }
    } catch (IOException e) {
      // If deleting fails, the system removes the temporary file.
    }
  }

  @Override
  public void close() {
    delete(weights);
  }
}
