package org.thorax.data.loader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;

/**
 * Images of one size in a memory-mapped file of equal slots: size and time of the image's file
 * (int64 each), CRC-32C of these and the pixels (int32), a mark (int32), and the pixels. A slot is
 * valid only with its mark, its checksum and its file's stamp, so an incomplete one is written
 * again.
 */
final class CachedPixels {
  private static final int HEADER = 24;
  private static final int MARK = 0x54484f52;
  private static final long LARGEST_MAPPING = 1L << 30;

  private final List<MappedByteBuffer> parts = new ArrayList<>();
  private final int width;
  private final int height;
  private final int slotBytes;
  private final int slotsOfAPart;

  private CachedPixels(int width, int height) {
    this.width = width;
    this.height = height;
    this.slotBytes = Math.addExact(Math.multiplyExact(width, height), HEADER);
    this.slotsOfAPart = (int) Math.max(1, LARGEST_MAPPING / slotBytes);
  }

  /**
   * Opens the file and enlarges it if it has fewer slots.
   *
   * @throws ThoraxException if the disk has no space for the new slots
   */
  static CachedPixels open(Path file, int slots, int width, int height) throws IOException {
    CachedPixels pixels = new CachedPixels(width, height);
    long length = (long) slots * pixels.slotBytes;
    long there = Files.exists(file) ? Files.size(file) : 0;
    // The file is sparse: a page that is written later on a full disk would end the process.
    long room = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
    if (length - there > room) {
      throw new ConfigurationException(
          "cache",
          "The image cache %s needs %d MB more, found room for %d MB; choose another `cache`."
              .formatted(file, (length - there) >> 20, room >> 20));
    }
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long part = (long) pixels.slotsOfAPart * pixels.slotBytes;
      for (long start = 0; start < length; start += part) {
        pixels.parts.add(channel.map(MapMode.READ_WRITE, start, Math.min(part, length - start)));
      }
    }
    return pixels;
  }

  /** The image of a slot, if it was made from the file with that stamp. */
  Optional<GreyImage> read(int slot, FileStamp stamp) {
    ByteBuffer bytes = slot(slot);
    if (bytes.getInt(20) != MARK
        || bytes.getLong(0) != stamp.size()
        || bytes.getLong(8) != stamp.modified()) {
      return Optional.empty();
    }
    byte[] values = new byte[width * height];
    bytes.get(HEADER, values);
    return bytes.getInt(16) == sum(stamp, values)
        ? Optional.of(new GreyImage(width, height, values))
        : Optional.empty();
  }

  /** Stores an image; two threads that store the same one write the same bytes. */
  void write(int slot, FileStamp stamp, GreyImage image) {
    ByteBuffer bytes = slot(slot);
    bytes.put(HEADER, image.pixels());
    bytes.putLong(0, stamp.size());
    bytes.putLong(8, stamp.modified());
    bytes.putInt(16, sum(stamp, image.pixels()));
    bytes.putInt(20, MARK);
  }

  private ByteBuffer slot(int slot) {
    int start = slot % slotsOfAPart * slotBytes;
    return parts.get(slot / slotsOfAPart).slice(start, slotBytes);
  }

  private static int sum(FileStamp stamp, byte[] pixels) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(16).putLong(stamp.size()).putLong(stamp.modified()).flip());
    sum.update(pixels);
    return (int) sum.getValue();
  }
}
