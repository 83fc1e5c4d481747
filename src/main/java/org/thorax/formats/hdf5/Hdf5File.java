package org.thorax.formats.hdf5;

import java.io.IOException;
import java.nio.file.Path;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** An open HDF5 file; its groups and data sets can be read until it is closed. Not thread-safe. */
public final class Hdf5File implements AutoCloseable {
  /** The bytes 89 H D F 0D 0A 1A 0A. */
  static final long SIGNATURE = 0x0A1A_0A0D_4644_4889L;

  private final FileBytes file;
  private final Hdf5Group root;

  private Hdf5File(FileBytes file, Hdf5Group root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Opens {@code file}.
   *
   * @param name of the file in messages
   * @throws ThoraxException if it is missing, not HDF5, or damaged
   */
  public static Hdf5File open(Path file, String name) {
    FileBytes bytes;
    try {
      bytes = new FileBytes(file, name);
    } catch (IOException e) {
      throw new FileException("Cannot open " + name + "; check that it exists and is readable.", e);
    }
    try {
      return new Hdf5File(bytes, new Hdf5Group(bytes, new GlobalHeap(bytes), root(bytes), "/"));
    } catch (RuntimeException | Error e) {
      closeQuietly(bytes);
      throw e;
    }
  }

  /** The root group. */
  public Hdf5Group root() {
    return root;
  }

  /** The address of the root group's header (format specification II). */
  private static long root(FileBytes file) {
    if (file.size() < 48 || file.fields(0, 8).u64() != SIGNATURE) {
      throw file.damaged("its %d bytes do not begin as HDF5 does".formatted(file.size()));
    }
    LittleEndianReader superblock = file.fields(0, Math.min(96, file.size())).skip(8);
    int version = superblock.version("superblock", 0, 1, 2, 3);
    if (version >= 2) {
      superblock = file.fields(0, 48).checksummed().skip(9);
    } else {
      superblock.skip(4);
    }
    if (superblock.u16() != 0x0808) {
      throw file.refused("its addresses are not of 8 bytes", "save the model with Keras");
    }
    if (version < 2) {
      superblock.skip(1 + 4 + 4 + (version == 1 ? 4 : 0));
    } else {
      superblock.skip(1);
    }
    long base = superblock.u64();
    superblock.skip(8);
    long end = superblock.u64();
    if (base != 0 || end < 0 || end > file.size()) {
      throw file.damaged(
          "it was %d bytes when it was written and is %d now".formatted(end, file.size()));
    }
    return version < 2 ? superblock.skip(16).u64() : superblock.u64();
  }

  private static void closeQuietly(FileBytes bytes) {
    try {
      bytes.close();
    } catch (IOException e) {
      // The file was only read; the original error is more useful.
    }
  }

  @Override
  public void close() {
    closeQuietly(file);
  }
}
