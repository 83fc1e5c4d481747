package org.thorax.formats.io;

import java.nio.file.Files;
import java.nio.file.Path;

/** A process of its own that stays in the middle of writing a folder until it is killed. */
final class WritingProcess {
  private WritingProcess() {}

  public static void main(String[] arguments) {
    AtomicDirectory.write(
        Path.of(arguments[0]),
        folder -> {
          Files.writeString(folder.resolve("saved_model.pb"), "half");
          System.out.println("half written");
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
