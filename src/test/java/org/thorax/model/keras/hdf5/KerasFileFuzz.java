package org.thorax.model.keras.hdf5;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.thorax.ThoraxException;
import org.thorax.fuzz.Damage;

/**
 * Damages Keras files at random and reads them; run in a virtual machine of its own with little
 * memory. Prints how many were refused and how many read; anything else ends it with a stack trace.
 *
 * <p>usage: FOLDER CASES SEED FILE...
 */
public final class KerasFileFuzz {
  private static final long SLOWEST_MILLIS = 5_000;

  private final Damage damage;
  private int refused;
  private int read;

  private KerasFileFuzz(long seed) {
    this.damage = new Damage(new Random(seed));
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    KerasFileFuzz fuzz = new KerasFileFuzz(Long.parseLong(arguments[2]));
    List<String> files = Arrays.asList(arguments).subList(3, arguments.length);
    int cases = Integer.parseInt(arguments[1]);
    for (int i = 0; i < cases; i++) {
      Path file = Path.of(files.get(i % files.size()));
      fuzz.run(i, file, Path.of(arguments[0]).resolve("case-" + file.getFileName()));
    }
    System.out.println("refused " + fuzz.refused + " read " + fuzz.read);
  }

  private void run(int number, Path original, Path damaged) throws IOException {
    Files.write(damaged, damage.of(Files.readAllBytes(original)));
    long start = processorTime();
    try {
      List<String> found = KerasFiles.digest(damaged);
      read++;
      // An archive has checksums: what is read must be what was written.
      boolean archive = original.toString().endsWith(".keras");
      if (archive && !tail(found).equals(tail(KerasFiles.digest(original)))) {
        throw new AssertionError("another model was read");
      }
    } catch (ThoraxException e) {
      refused++;
      if (e.getMessage().contains("\n")) {
        throw new AssertionError("more than one line: " + e.getMessage(), e);
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError("case " + number + " of " + original + " ended with " + e, e);
    }
    if (processorTime() - start > SLOWEST_MILLIS * 1_000_000) {
      throw new AssertionError("case " + number + " of " + original + " took too long");
    }
  }

  /** Of this thread, in nanoseconds: a machine that pauses makes no file slow. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<String> tail(List<String> lines) {
    return lines.subList(1, lines.size());
  }
}
