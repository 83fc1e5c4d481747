package org.thorax.experiment.registry;

import java.util.regex.Pattern;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** Checks names of files in a store. */
final class FileNames {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+,-]{0,199}");

  private FileNames() {}

  /** The name; refused if it could lead out of the store, or be a hidden file. */
  static String checked(String name) {
    if (!SAFE.matcher(name).matches()) {
      throw new FileException(
          "A stored file's name must be letters, digits, '_', '-', '.', '+' or ',' and not start"
              + " with a sign, found '"
              + name
              + "'.");
    }
    return name;
  }

  static boolean fits(String name) {
    return SAFE.matcher(name).matches();
  }

  /** The error if other bytes are stored under a name. */
  static ThoraxException taken(StoredFile there, Checksum ours, String location) {
    return new FileException(
        "%s in %s is another file (CRC32C %s of %s, this one has %s); nothing was overwritten, delete it first with 'thorax models delete' if yours is the right one."
            .formatted(there.name(), location, there.checksum(), there.updated(), ours));
  }

  /** The error if received bytes do not match their checksum. */
  static ThoraxException damaged(String what, Checksum expected, Checksum found) {
    return new ThoraxException(
        "Expected CRC32C %s of %s, found %s; it was damaged on the way or where it is kept. Nothing was kept; try again, and 'thorax models verify' if that does not help."
            .formatted(expected, what, found));
  }
}
