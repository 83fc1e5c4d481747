package org.thorax.experiment.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * A store in a plain folder, which may be on a shared disk. {@code .<name>.crc32c} next to each
 * file contains its checksum when it was stored. A file without it, copied there by hand, has its
 * current checksum.
 */
public final class DirectoryStore implements ModelStore {
  private static final int BUFFER = 1 << 20;

  private final Path folder;

  /** The store in {@code folder}, which is created with the first file. */
  public DirectoryStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public String location() {
    return folder.toString();
  }

  @Override
  public Optional<StoredFile> find(String name) {
    Path file = folder.resolve(FileNames.checked(name));
    return Files.isRegularFile(file) ? Optional.of(stored(file)) : Optional.empty();
  }

  @Override
  public List<StoredFile> list() {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> FileNames.fits(file.getFileName().toString()))
          .filter(Files::isRegularFile)
          .sorted()
          .map(this::stored)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw failed("list", folder, e);
    }
  }

  @Override
  public StoredFile put(String name, Path file, Transfer transfer) {
    Path target = folder.resolve(FileNames.checked(name));
    Path beside = folder.resolve("." + name + "." + UUID.randomUUID() + ".part");
    Checksum checksum = Checksum.of(file);
    try {
      Files.createDirectories(folder);
      if (find(name).isEmpty()) {
        Checksum written = copy(file, beside, transfer);
        if (!written.equals(checksum)) {
          throw FileNames.damaged(file + ", which changed while it was copied", checksum, written);
        }
        place(beside, target);
      }
    } catch (IOException e) {
      throw failed("write", target, e);
    } finally {
      AtomicFile.delete(beside);
    }
    StoredFile there = stored(target);
    if (!there.checksum().equals(checksum)) {
      throw FileNames.taken(there, checksum, location());
    }
    writeChecksum(target, checksum);
    return there;
  }

  /**
   * Gives the copy its final name unless that name exists: a hard link, unlike a move, does not
   * replace a file.
   */
  private static void place(Path beside, Path target) throws IOException {
    try {
      Files.createLink(target, beside);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; its file is compared with this one.
    } catch (UnsupportedOperationException e) {
      Files.move(beside, target); // a disk without links: fails when the target is there
    }
  }

  @Override
  public void get(StoredFile stored, Path target, Transfer transfer) {
    Path file = folder.resolve(FileNames.checked(stored.name()));
    AtomicFile.write(
        target,
        out -> {
          Checksum found = copy(file, out, stored.size(), transfer);
          if (!found.equals(stored.checksum())) {
            throw FileNames.damaged(file.toString(), stored.checksum(), found);
          }
        });
  }

  @Override
  public boolean verify(StoredFile stored, Transfer transfer) {
    Path file = folder.resolve(FileNames.checked(stored.name()));
    try {
      return copy(file, OutputStream.nullOutputStream(), stored.size(), transfer)
          .equals(stored.checksum());
    } catch (IOException e) {
      throw failed("read", file, e);
    }
  }

  @Override
  public boolean delete(StoredFile stored) {
    Path file = folder.resolve(FileNames.checked(stored.name()));
    try {
      if (!Files.exists(file)) {
        return false;
      }
      if (modified(file) != stored.generation()) {
        throw new FileException(
            file + " was replaced since it was looked at; nothing was deleted, look again.");
      }
      Files.deleteIfExists(checksumFile(file));
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed("delete", file, e);
    }
  }

  @Override
  public void close() {}

  private StoredFile stored(Path file) {
    try {
      return new StoredFile(
          file.getFileName().toString(),
          Files.size(file),
          checksum(file),
          Files.getLastModifiedTime(file).toInstant(),
          modified(file));
    } catch (IOException e) {
      throw failed("read", file, e);
    }
  }

  private static long modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  private static Checksum checksum(Path file) throws IOException {
    try {
      return new Checksum(Files.readString(checksumFile(file)).strip());
    } catch (NoSuchFileException e) {
      return Checksum.of(file);
    }
  }

  private static void writeChecksum(Path file, Checksum checksum) {
    AtomicFile.write(checksumFile(file), checksum.text() + "\n");
  }

  private static Path checksumFile(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".crc32c");
  }

  private static Checksum copy(Path from, Path to, Transfer transfer) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      return copy(from, out, Files.size(from), transfer);
    }
  }

  private static Checksum copy(Path from, OutputStream out, long size, Transfer transfer)
      throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    long moved = 0;
    try (InputStream in = Files.newInputStream(from)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
        out.write(buffer, 0, read);
        moved += read;
        transfer.moved(moved, size);
      }
    }
    return Checksum.of(crc);
  }

  private static ThoraxException failed(String what, Path file, Exception e) {
    return new FileException(
        "Cannot %s %s: %s; check the folder, free space and access."
            .formatted(what, file, AtomicFile.reason(e)),
        e);
  }
}
