package org.thorax.formats.io;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * The two newest versions of a file that is written repeatedly, {@code <name>.0} and {@code
 * <name>.1}: whenever the process or the machine stops, one of them is valid. Each ends with the
 * CRC-32C of its content, is forced to the disk and renamed over the older one.
 *
 * @param folder of both files
 * @param name of the files
 */
public record Generations(Path folder, String name) {
  private static final long MAGIC = 0x5448_4F52_4158_4731L; // THORAXG1
  private static final int TRAILER = Long.BYTES;

  /** Reads a version. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads the content; does not have to read all of it, nor close the stream. */
    T read(InputStream in) throws IOException;
  }

  /**
   * A version that was read.
   *
   * @param value its content
   * @param number of the version, from 1
   * @param damaged newer files that could not be used
   */
  public record Version<T>(T value, long number, List<Path> damaged) {}

  private record Found(Path file, long number) {}

  /**
   * Writes the next version over the older one.
   *
   * @throws ThoraxException if it cannot be written; the newer one is then unchanged
   */
  public void write(AtomicFile.Content content) {
    // The older file is replaced in one step by a complete one, whatever the state of the other
    // one.
    Optional<Found> newest = found().findFirst();
    long next = newest.map(Found::number).orElse(0L) + 1;
    Path target = newest.isPresent() && newest.get().file().equals(file(0)) ? file(1) : file(0);
    Path beside = folder.resolve("." + name + ".part");
    try {
      Files.createDirectories(folder);
      write(beside, next, content);
      AtomicFile.move(beside, target);
      force(folder);
    } catch (IOException | UncheckedIOException e) {
      throw new FileException(
          "Cannot write "
              + target
              + ": "
              + AtomicFile.reason(e)
              + "; check free space and write access.",
          e);
    }
  }

  private static void write(Path file, long number, AtomicFile.Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream raw = Channels.newOutputStream(channel);
      CheckedOutputStream checked = new CheckedOutputStream(raw, new CRC32C());
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, 1 << 16));
      out.writeLong(MAGIC);
      out.writeLong(number);
      content.writeTo(out);
      out.flush();
      out.writeLong(checked.getChecksum().getValue());
      out.flush();
      channel.force(true);
    }
  }

  /** The folder must reach the disk, too; some file systems cannot open folders. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file itself is on the disk; its name follows when the system writes the folder.
    }
  }

  /**
   * Reads the newest valid version.
   *
   * @return empty if there is none
   */
  public <T> Optional<Version<T>> newest(Reader<T> reader) {
    List<Path> damaged = new ArrayList<>(unreadable());
    for (Found each : found().toList()) {
      if (intact(each.file())) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(each.file()), 1 << 16)) {
          in.skipNBytes(2L * Long.BYTES);
          return Optional.of(new Version<>(reader.read(in), each.number(), damaged));
        } catch (IOException | IllegalArgumentException e) {
          // Complete, but not in the reader's format; treated as damaged.
          damaged.add(each.file());
        }
      } else {
        damaged.add(each.file());
      }
    }
    return Optional.empty();
  }

  /** Whether there is a valid version. */
  public boolean exists() {
    return found().anyMatch(each -> intact(each.file()));
  }

  /** Deletes both. */
  public void delete() {
    AtomicFile.delete(file(0));
    AtomicFile.delete(file(1));
    AtomicFile.delete(folder.resolve("." + name + ".part"));
  }

  private Path file(int index) {
    return folder.resolve(name + "." + index);
  }

  /** The files with a valid beginning, newest first. */
  private Stream<Found> found() {
    return Stream.of(file(0), file(1))
        .filter(Files::isRegularFile)
        .flatMap(file -> number(file).map(number -> new Found(file, number)).stream())
        .sorted(Comparator.comparingLong(Found::number).reversed());
  }

  private List<Path> unreadable() {
    return Stream.of(file(0), file(1))
        .filter(Files::isRegularFile)
        .filter(file -> number(file).isEmpty())
        .toList();
  }

  private static Optional<Long> number(Path file) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      return in.readLong() == MAGIC ? Optional.of(in.readLong()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean intact(Path file) {
    try {
      long content = Files.size(file) - TRAILER;
      CRC32C sum = new CRC32C();
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
        CheckedInputStream checked = new CheckedInputStream(in, sum);
        checked.skipNBytes(content);
        return in.readLong() == sum.getValue();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
