package org.thorax.keras.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.thorax.ThoraxException;

/**
 * Damages Keras files at random and reads them; run in a virtual machine of its own with little
 * memory. Prints how many were refused and how many read; anything else ends it with a stack trace.
 *
 * <p>usage: FOLDER CASES SEED FILE...
 */
public final class KerasFileFuzz {
  private static final long SLOWEST_MILLIS = 5_000;
  private static final long[] LIES = {
    0, 1, -1, 8, 0xFF, 0xFFFF, 0x7FFF_FFFFL, 0xFFFF_FFFFL, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final Random random;
  private int refused;
  private int read;

  private KerasFileFuzz(long seed) {
    this.random = new Random(seed);
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
    Files.write(damaged, damage(Files.readAllBytes(original)));
    long start = System.nanoTime();
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
    if (System.nanoTime() - start > SLOWEST_MILLIS * 1_000_000) {
      throw new AssertionError("case " + number + " of " + original + " took too long");
    }
  }

  private static List<String> tail(List<String> lines) {
    return lines.subList(1, lines.size());
  }

  private byte[] damage(byte[] bytes) {
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> moved(bytes);
      case 2 -> lied(bytes, 1 + random.nextInt(3));
      default -> flipped(bytes, 1 + random.nextInt(8));
    };
  }

  private byte[] flipped(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Writes a number that a size, count or address could be, at a likely place. */
  private byte[] lied(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      long lie =
          random.nextBoolean() ? random.nextInt(bytes.length) : LIES[random.nextInt(LIES.length)];
      int place = random.nextInt(bytes.length / 8 - 1) * 8;
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      switch (random.nextInt(3)) {
        case 0 -> buffer.putLong(place, lie);
        case 1 -> buffer.putInt(place + 4, (int) lie);
        default -> buffer.putShort(place + 2 * random.nextInt(4), (short) lie);
      }
    }
    return bytes;
  }

  /** Puts one part of the file over another, so that good structures stand in wrong places. */
  private byte[] moved(byte[] bytes) {
    int length = Math.min(bytes.length / 4, 8 << random.nextInt(8));
    int from = random.nextInt((bytes.length - length) / 8) * 8;
    int to = random.nextInt((bytes.length - length) / 8) * 8;
    System.arraycopy(bytes.clone(), from, bytes, to, length);
    return bytes;
  }
}
