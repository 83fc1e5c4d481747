package org.thorax.experiment.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.thorax.formats.io.AtomicFile;

/**
 * The URLs of unfinished uploads, so that a later process can continue them. A URL grants write
 * access to one object for a week, so only the user can read the files.
 *
 * @param folder where they are stored
 */
record UploadSessions(Path folder) {
  /** {@code ~/.cache/thorax/uploads}, or the corresponding folder in {@code XDG_CACHE_HOME}. */
  static UploadSessions ofUser() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return new UploadSessions(base.resolve("thorax").resolve("uploads"));
  }

  /** The URL of the unfinished upload of these bytes under this name; empty if there is none. */
  Optional<String> find(String object, Checksum checksum, long size) {
    try {
      return Optional.of(Files.readString(file(object, checksum, size)).strip())
          .filter(address -> address.startsWith("http"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Saves it; if that fails, the upload just cannot be resumed. */
  void keep(String object, Checksum checksum, long size, String address) {
    Path file = file(object, checksum, size);
    try {
      Files.createDirectories(folder);
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      Files.writeString(file, address);
    } catch (IOException e) {
      AtomicFile.delete(file);
    }
  }

  /** Deletes it, because the upload has ended. */
  void forget(String object, Checksum checksum, long size) {
    AtomicFile.delete(file(object, checksum, size));
  }

  private Path file(String object, Checksum checksum, long size) {
    String key = object + "\n" + checksum.text() + "\n" + size;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
