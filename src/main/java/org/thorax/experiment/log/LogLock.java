package org.thorax.experiment.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * Allows only one thread of one process at a time to change a log; {@code <log>.lock} is next to
 * it.
 */
final class LogLock {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 20;

  /** A file lock belongs to the whole virtual machine, and closing any channel releases it. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private LogLock() {}

  /**
   * Runs {@code change} while no other thread or process holds the lock of {@code file}. To lock
   * two logs, lock the published one first, which avoids deadlocks.
   *
   * @throws ThoraxException if another process holds it for a minute, or it cannot be created
   */
  static <T> T holding(Path file, Supplier<T> change) {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    long end = System.nanoTime() + PATIENCE.toNanos();
    enter(lockFile);
    try {
      Files.createDirectories(lockFile.toAbsolutePath().getParent());
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = acquire(channel, lockFile, end)) {
        if (!lock.isValid()) {
          throw new IOException("lock lost");
        }
        return change.get();
      }
    } catch (IOException e) {
      throw new FileException(
          "Cannot lock "
              + file
              + " with "
              + lockFile
              + ": "
              + AtomicFile.reason(e)
              + "; check write access.",
          e);
    } finally {
      THREADS.unlock();
    }
  }

  private static void enter(Path lockFile) {
    try {
      if (!THREADS.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw busy(lockFile);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(lockFile, e);
    }
  }

  private static FileLock acquire(FileChannel channel, Path lockFile, long end) throws IOException {
    while (true) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - end > 0) {
        throw busy(lockFile);
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw interrupted(lockFile, e);
      }
    }
  }

  private static ThoraxException busy(Path lockFile) {
    return new FileException(
        "Another run has held "
            + lockFile
            + " for "
            + PATIENCE.toSeconds()
            + " seconds; wait for it or end it, then try again.");
  }

  private static ThoraxException interrupted(Path lockFile, InterruptedException cause) {
    return new FileException("Interrupted while waiting for " + lockFile + "; try again.", cause);
  }
}
