package org.thorax.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What tests make once a build. Tests run in two JVMs, of which one makes it and one waits. */
public final class MadeOnce {
  private MadeOnce() {}

  /**
   * Makes a folder's content unless it is there.
   *
   * @param last the file of it that is written last
   */
  public static synchronized void make(Path last, Runnable maker) {
    Path folder = last.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder.getParent());
      Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.exists(last)) {
          maker.run();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
