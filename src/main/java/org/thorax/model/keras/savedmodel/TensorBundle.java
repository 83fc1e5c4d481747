package org.thorax.model.keras.savedmodel;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * The values in a SavedModel's folder {@code variables}, TensorFlow's tensor bundle ({@code
 * tensor_bundle.h}). Read by this class and not by TensorFlow, so that a damaged file never reaches
 * native code and no op of the model is run to read its values. Owns the open files.
 */
final class TensorBundle implements AutoCloseable {
  private static final String PREFIX = "variables";
  private static final long LARGEST_INDEX = 64L << 20;
  private static final int MAX_SHARDS = 10_000;

  private final Path folder;
  private final int shards;
  private final Map<String, ByteString> entries;
  private final Map<Integer, FileChannel> data = new HashMap<>();

  private TensorBundle(Path folder, int shards, Map<String, ByteString> entries) {
    this.folder = folder;
    this.shards = shards;
    this.entries = entries;
  }

  /**
   * Opens the values of a SavedModel.
   *
   * @param folder the folder {@code variables}
   * @throws ThoraxException if its index is damaged
   */
  static TensorBundle open(Path folder) {
    Path index = folder.resolve(PREFIX + ".index");
    try {
      long size = Files.size(index);
      if (size > LARGEST_INDEX) {
        throw new FileException(
            index + " is damaged: an index of " + size + " bytes; save the model again.");
      }
      Map<String, ByteString> entries =
          CheckpointTable.read(Files.readAllBytes(index), index.toString());
      ByteString first = entries.get("");
      BundleHeaderProto header =
          BundleHeaderProto.parseFrom(first == null ? ByteString.EMPTY : first);
      int shards = header.getNumShards();
      boolean sound =
          first != null
              && shards >= 1
              && shards <= MAX_SHARDS
              && header.getEndianness() == BundleHeaderProto.Endianness.LITTLE;
      if (!sound) {
        throw new FileException(
            index + " is damaged or of another byte order; copy or save the model again.");
      }
      return new TensorBundle(folder, shards, entries);
    } catch (InvalidProtocolBufferException e) {
      throw new FileException(index + " is damaged; copy or save the model again.", e);
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + index + ": " + AtomicFile.reason(e) + "; check read access.", e);
    }
  }

  /**
   * The values under {@code key}, with a verified checksum.
   *
   * @param shape as in the graph
   * @throws ThoraxException if they are damaged or have another type or shape
   */
  float[] floats(String key, List<Long> shape) {
    ByteString found = entries.get(key);
    if (found == null) {
      throw new FileException(
          "Expected '%s' among the variables in %s, found none; graph and variables are of another model, copy or save it again."
              .formatted(key, folder));
    }
    BundleEntryProto entry;
    try {
      entry = BundleEntryProto.parseFrom(found);
    } catch (InvalidProtocolBufferException e) {
      throw damaged(key, "its entry cannot be read", e);
    }
    List<Long> sizes =
        entry.getShape().getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    if (!sizes.equals(shape) || entry.getDtype() != DataType.DT_FLOAT) {
      throw new FileException(
          "Expected '%s' of shape %s and float32 in %s, found %s of %s; graph and variables are of another model, copy or save it again."
              .formatted(key, shape, folder, sizes, entry.getDtype()));
    }
    long bytes = Float.BYTES;
    for (long size : shape) {
      bytes = size < 0 || Math.multiplyHigh(bytes, size) != 0 ? -1 : bytes * size;
      if (bytes < 0 || bytes > Integer.MAX_VALUE - 8) {
        throw damaged(key, "its shape is " + shape, null);
      }
    }
    if (entry.getSize() != bytes || entry.getSlicesCount() > 0) {
      throw damaged(key, "%d bytes for %s".formatted(entry.getSize(), shape), null);
    }
    return values(key, entry, (int) bytes);
  }

  private float[] values(String key, BundleEntryProto entry, int length) {
    int shard = entry.getShardId();
    if (shard < 0 || shard >= shards) {
      throw damaged(key, "it is in part " + shard + " of " + shards, null);
    }
    Path file =
        folder.resolve(String.format(Locale.ROOT, "%s.data-%05d-of-%05d", PREFIX, shard, shards));
    try {
      FileChannel channel = data.get(shard);
      if (channel == null) {
        channel = FileChannel.open(file);
        data.put(shard, channel);
      }
      if (entry.getOffset() < 0 || entry.getOffset() > channel.size() - length) {
        throw damaged(key, "it lies outside of " + file.getFileName(), null);
      }
      ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, entry.getOffset() + bytes.position()) < 0) {
          throw new EOFException("it became shorter");
        }
      }
      CRC32C checksum = new CRC32C();
      checksum.update(bytes.flip());
      if (CheckpointTable.masked(checksum) != entry.getCrc32C()) {
        throw damaged(key, "its checksum is wrong", null);
      }
      float[] values = new float[length / Float.BYTES];
      bytes.flip().asFloatBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + file + ": " + AtomicFile.reason(e) + "; copy the model again.", e);
    }
  }

  private ThoraxException damaged(String key, String what, Exception cause) {
    return new FileException(
        "'%s' in %s is damaged (%s); copy or save the model again.".formatted(key, folder, what),
        cause);
  }

  @Override
  public void close() {
    for (FileChannel channel : data.values()) {
      try {
        channel.close();
      } catch (IOException e) {
        // The file was only read.
      }
    }
    data.clear();
  }
}
