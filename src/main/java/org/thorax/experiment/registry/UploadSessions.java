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
 * The addresses of uploads that are under way, so that a later process continues with them. Whoever
 * has an address may write that one object for a week, so only the user can read the files.
 *
 * @param folder where they are kept
 */
record UploadSessions(Path folder) {
  /** {@code ~/.cache/thorax/uploads}, or below {@code XDG_CACHE_HOME}. */
  static UploadSessions ofUser() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return new UploadSessions(base.resolve("thorax").resolve("uploads"));
  }

  /** The address of the upload that puts these bytes there; none when there is no such upload. */
  Optional<String> find(String object, Checksum checksum, long size) {
    try {
      return Optional.of(Files.readString(file(object, checksum, size)).strip())
          .filter(address -> address.startsWith("http"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps it; an upload that cannot be kept is only not resumed. */
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

  /** Forgets it: it has ended. */
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
