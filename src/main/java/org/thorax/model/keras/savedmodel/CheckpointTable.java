package org.thorax.model.keras.savedmodel;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * The sorted table in a checkpoint's {@code .index} file: LevelDB's format, uncompressed ({@code
 * tensorflow/core/lib/io/format.cc}). Every offset and length is checked, and every block's
 * checksum is verified.
 */
final class CheckpointTable {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int TRAILER = 5;
  private static final int MASK = 0xa282ead8;

  private final byte[] file;
  private final String name;
  private final Map<String, ByteString> entries = new LinkedHashMap<>();

  private CheckpointTable(byte[] file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * All entries in order.
   *
   * @param file the whole file
   * @param name of the file in messages
   * @throws ThoraxException if it is damaged
   */
  static Map<String, ByteString> read(byte[] file, String name) {
    return new CheckpointTable(file, name).entries();
  }

  /** TensorFlow's masking of stored checksums. */
  static int masked(CRC32C checksum) {
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  private Map<String, ByteString> entries() {
    if (file.length < FOOTER) {
      throw damaged("it has " + file.length + " bytes");
    }
    Cursor footer = new Cursor(ByteBuffer.wrap(file, file.length - FOOTER, FOOTER).slice());
    if (footer.bytes.getLong(FOOTER - Long.BYTES) != MAGIC) {
      throw damaged("it does not end as a checkpoint's index does");
    }
    footer.varint();
    footer.varint();
    Cursor index = block(footer.varint(), footer.varint());
    ByteString key = ByteString.EMPTY;
    while (index.bytes.hasRemaining()) {
      Entry pointer = index.entry(key);
      key = pointer.key;
      Cursor handle = new Cursor(pointer.value.asReadOnlyByteBuffer());
      Cursor data = block(handle.varint(), handle.varint());
      ByteString inner = ByteString.EMPTY;
      while (data.bytes.hasRemaining()) {
        Entry entry = data.entry(inner);
        inner = entry.key;
        // Blocks do not overlap in a valid file; in another one they could multiply.
        if (entries.put(inner.toStringUtf8(), entry.value) != null) {
          throw damaged("an entry is there twice");
        }
      }
    }
    return entries;
  }

  /** The entries of a block, without its restart points. */
  private Cursor block(long offset, long size) {
    if (offset < 0 || size < Integer.BYTES || offset > file.length - TRAILER - size) {
      throw damaged("a block lies outside of it");
    }
    int start = (int) offset;
    int length = (int) size;
    CRC32C checksum = new CRC32C();
    checksum.update(file, start, length + 1);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(start + length + 1) != masked(checksum)) {
      throw damaged("a block's checksum is wrong");
    }
    if (file[start + length] != 0) {
      throw damaged("a block is compressed");
    }
    long restarts = Integer.toUnsignedLong(bytes.getInt(start + length - Integer.BYTES));
    long entriesLength = length - Integer.BYTES * (restarts + 1);
    if (entriesLength < 0) {
      throw damaged("a block of impossible form");
    }
    return new Cursor(bytes.slice(start, (int) entriesLength));
  }

  private ThoraxException damaged(String what) {
    return new FileException(name + " is damaged: " + what + "; copy or save the model again.");
  }

  private record Entry(ByteString key, ByteString value) {}

  private final class Cursor {
    private final ByteBuffer bytes;

    Cursor(ByteBuffer bytes) {
      this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < Long.SIZE && bytes.hasRemaining(); shift += 7) {
        byte next = bytes.get();
        value |= (next & 0x7FL) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw damaged("a number has no end");
    }

    /** An entry's key shares a prefix with the previous one. */
    Entry entry(ByteString before) {
      long shared = varint();
      long own = varint();
      long length = varint();
      boolean sound =
          shared >= 0
              && shared <= before.size()
              && own >= 0
              && own <= bytes.remaining()
              && length >= 0
              && length <= bytes.remaining() - own;
      if (!sound) {
        throw damaged("an entry is longer than its block");
      }
      byte[] key = before.substring(0, (int) shared).concat(part(own)).toByteArray();
      return new Entry(ByteString.copyFrom(key), part(length));
    }

    private ByteString part(long length) {
      byte[] part = new byte[(int) length];
      bytes.get(part);
      return ByteString.copyFrom(part);
    }
  }
}
