package org.thorax.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.thorax.formats.io.AtomicFile;

/** Checks folders to read from and to write to. */
public final class FolderCheck {
  private static final double GIGABYTE = 1e9;
  private static final double LITTLE_SPACE = 5;

  private FolderCheck() {}

  /**
   * The folder in an environment variable.
   *
   * @param variable e.g. {@code CHEXPERT_DATASET_DIRECTORY}
   */
  public static CheckResult data(String variable, Optional<Path> folder) {
    if (folder.isEmpty()) {
      return CheckResult.note(
          "Data", variable + " is not set, in the environment or in .env; give `data` instead.");
    }
    Path path = folder.get();
    if (!Files.isReadable(path)) {
      return CheckResult.bad(
          "Data", "%s is %s, which cannot be read; fix it.".formatted(variable, path));
    }
    return CheckResult.ok("Data", variable + " is " + path);
  }

  /** An output folder, which is created if it is missing. */
  public static CheckResult writable(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      Files.delete(Files.createTempFile(existing, ".thorax-", ".part"));
      double free = Files.getFileStore(existing).getUsableSpace() / GIGABYTE;
      String text = String.format(Locale.ROOT, "%s, %,.0f GB free", folder, free);
      return free < LITTLE_SPACE
          ? CheckResult.note("Write", text + "; a model takes 0.1 GB, a cache of CheXpert 15.")
          : CheckResult.ok("Write", text);
    } catch (IOException e) {
      return CheckResult.bad(
          "Write",
          "nothing can be written to %s (%s); check its owner and access."
              .formatted(folder, AtomicFile.reason(e)));
    }
  }
}
