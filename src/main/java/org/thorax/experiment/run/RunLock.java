package org.thorax.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * Prevents other processes from training in a run's folder, until it is closed or the process ends.
 */
final class RunLock implements AutoCloseable {
  private final RunFolder folder;
  private final FileChannel channel;

  private RunLock(RunFolder folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks the folder and creates it if necessary.
   *
   * @throws ThoraxException if another process trains in it
   */
  static RunLock of(RunFolder folder) {
    Path file = folder.lockFile();
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new ConfigurationException(
            "models-dir",
            "Another process is training in %s; wait for it, end it, or give another `models-dir`."
                .formatted(folder.folder()));
      }
      return new RunLock(folder, channel);
    } catch (IOException e) {
      throw new FileException(
          "Cannot lock " + file + ": " + AtomicFile.reason(e) + "; check write access.", e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Keeps an earlier run's state only if this run resumes it, and saves its command. */
  void begin(RunControl control) {
    boolean resumes = control.start() == RunControl.Start.RESUME && folder.resumable();
    if (!resumes) {
      folder.begin();
    }
    folder.keepCommand(control.command());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
