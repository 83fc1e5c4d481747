package org.thorax.formats.hdf5;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * The bytes of an HDF5 file. Owns the channel. All reads go through this class and stay inside the
 * file; the total amount of structure that may be read is limited, which ends circular references.
 */
final class FileBytes implements AutoCloseable {
  /** HDF5's address of an undefined object. */
  static final long UNDEFINED = -1;

  private static final long COST_OF_A_READ = 64;
  private static final int WINDOW = 4096;

  /** Small enough for the processor's cache. */
  private static final int TRANSFER = 1 << 18;

  private static final int LONGEST_REASON = 300;

  private final FileChannel channel;
  private final String name;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW).limit(0);
  private final ByteBuffer transfer = ByteBuffer.allocateDirect(TRANSFER);
  private long windowStart;
  private long budget;

  FileBytes(Path file, String name) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.name = name;
    this.size = channel.size();
    // Each part of the structure is read once or twice; a file that needs more has circular
    // references.
    this.budget = (64L << 20) + 4 * size;
  }

  long size() {
    return size;
  }

  /** Transfer buffer for values; its content is valid until the next request. */
  ByteBuffer transfer() {
    return transfer.clear();
  }

  /** Reads a part of the structure (not of the data sets' values). */
  LittleEndianReader fields(long address, long length) {
    check(address, length);
    budget -= length + COST_OF_A_READ;
    if (budget < 0) {
      throw damaged("its parts refer to each other in circles");
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw damaged("a structure of " + length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    if (length <= WINDOW) {
      readSmall(address, bytes);
    } else {
      read(address, bytes);
    }
    return new LittleEndianReader(this, bytes.flip().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** The parts of a group are close together, so one disk read serves several. */
  private void readSmall(long address, ByteBuffer target) {
    if (address < windowStart || address + target.remaining() > windowStart + window.limit()) {
      windowStart = address;
      window.clear().limit((int) Math.min(WINDOW, size - address));
      read(address, window);
      window.flip();
    }
    target.put(window.slice((int) (address - windowStart), target.remaining()));
  }

  /** Fills {@code target} from {@code address} on. */
  void read(long address, ByteBuffer target) {
    check(address, target.remaining());
    try {
      long position = address;
      while (target.hasRemaining()) {
        int count = channel.read(target, position);
        if (count < 0) {
          throw new EOFException("the file became shorter");
        }
        position += count;
      }
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + name + ": " + e.getMessage() + "; check the disk and try again.", e);
    }
  }

  /** Fails when {@code length} bytes from {@code address} on are not all in the file. */
  void check(long address, long length) {
    if (address < 0 || length < 0 || address > size || length > size - address) {
      throw damaged(
          "%s bytes at %s lie outside its %d bytes"
              .formatted(Long.toUnsignedString(length), Long.toUnsignedString(address), size));
    }
  }

  ThoraxException damaged(String what) {
    return new FileException(name + " is damaged: " + oneLine(what) + "; copy or save it again.");
  }

  ThoraxException refused(String what, String cure) {
    return new FileException(name + " cannot be read: " + oneLine(what) + "; " + cure + ".");
  }

  /** Text from a damaged file can contain anything. */
  private static String oneLine(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > LONGEST_REASON ? clean.substring(0, LONGEST_REASON) + "..." : clean;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
