package org.thorax.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.thorax.ThoraxException;

/** A numeric data set. Its values are read on demand. */
public final class Hdf5Dataset {
  private final FileBytes file;
  private final String path;
  private final Datatype type;
  private final Dataspace space;
  private final Storage storage;

  Hdf5Dataset(ObjectHeader header, String path) {
    this.file = header.file();
    this.path = path;
    this.type = Datatype.read(header.one(ObjectHeader.DATATYPE, "type"));
    this.space = Dataspace.read(header.one(ObjectHeader.DATASPACE, "sizes"));
    if (header.has(ObjectHeader.EXTERNAL_FILES)) {
      throw file.refused("'" + path + "' keeps its values in another file", "run h5repack on it");
    }
    if (space.count() > (Integer.MAX_VALUE - 8) / type.size()) {
      throw file.damaged("'%s' of %s values".formatted(path, space.shape()));
    }
    this.storage = Storage.of(header, path, space, type.size());
  }

  /** Its path in the file. */
  public String path() {
    return path;
  }

  /** Its shape; empty for a scalar. */
  public List<Long> shape() {
    return space.shape();
  }

  /** Whether it contains integers. */
  public boolean isInteger() {
    return type.kind() == Datatype.Kind.INTEGER;
  }

  /**
   * All values in C order; float16 and float64 are converted.
   *
   * @throws ThoraxException if they are not floats
   */
  public float[] floats() {
    if (type.kind() != Datatype.Kind.FLOAT) {
      throw file.refused(
          "'" + path + "' holds no float16, float32 or float64",
          "save the model with such weights");
    }
    float[] values = new float[(int) space.count()];
    each(
        (start, bytes) -> {
          int count = bytes.remaining() / type.size();
          switch (type.size()) {
            case 4 -> bytes.asFloatBuffer().get(values, start, count);
            case 8 -> {
              for (int i = 0; i < count; i++) {
                values[start + i] = (float) bytes.getDouble();
              }
            }
            default -> {
              for (int i = 0; i < count; i++) {
                values[start + i] = Float16.toFloat(bytes.getShort());
              }
            }
          }
        });
    return values;
  }

  /**
   * The value of an integer scalar.
   *
   * @throws ThoraxException if it is something else
   */
  public long integer() {
    if (!isInteger() || space.count() != 1) {
      throw file.damaged("'" + path + "' is not one whole number");
    }
    long[] value = new long[1];
    each(
        (start, bytes) -> {
          for (int i = 0; i < type.size(); i++) {
            int place = bytes.order() == ByteOrder.LITTLE_ENDIAN ? i : type.size() - 1 - i;
            value[0] |= (bytes.get(i) & 0xFFL) << (8 * place);
          }
        });
    int unused = 64 - 8 * type.size();
    return type.signed() ? value[0] << unused >> unused : value[0];
  }

  private interface Consumer {
    /** Reads elements from index {@code start} on. */
    void accept(int start, ByteBuffer bytes);
  }

  private void each(Consumer consumer) {
    long length = space.count() * type.size();
    ByteBuffer buffer = file.transfer();
    buffer.order(type.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (long done = 0; done < length; done += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
      storage.read(done, buffer);
      consumer.accept((int) (done / type.size()), buffer.flip());
    }
  }
}
