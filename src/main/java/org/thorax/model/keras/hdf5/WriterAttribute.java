package org.thorax.model.keras.hdf5;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.thorax.ThoraxException;
import org.thorax.formats.hdf5.Hdf5File;

/**
 * The mark of a Keras file that Thorax wrote: an attribute of the HDF5 file's root, or a key of the
 * archive's metadata. Keras ignores both.
 */
public final class WriterAttribute {
  /** The attribute, the key. */
  public static final String KEY = "written_by";

  /** Its value. */
  public static final String VALUE = "Thorax";

  private static final int MAX_LENGTH = 1 << 16;

  private WriterAttribute() {}

  /** Whether a file has the mark. */
  public static boolean isIn(Path file) {
    try {
      return KerasArchive.isOne(file) ? isInArchive(file) : isInHdf5(file);
    } catch (IOException | ThoraxException e) {
      return false;
    }
  }

  private static boolean isInHdf5(Path file) {
    try (Hdf5File hdf5 = Hdf5File.open(file, file.toString())) {
      return hdf5.root().text(KEY).equals(Optional.of(VALUE));
    }
  }

  private static boolean isInArchive(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(KerasArchive.METADATA);
      if (entry == null) {
        return false;
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return new String(in.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8)
            .contains("\"%s\":\"%s\"".formatted(KEY, VALUE));
      }
    }
  }
}
