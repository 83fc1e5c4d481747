package org.thorax.formats.hdf5;

import java.util.ArrayList;
import java.util.List;

/** The shape (message 0x01); empty for a scalar. */
record Dataspace(List<Long> shape) {
  Dataspace {
    shape = List.copyOf(shape);
  }

  static Dataspace read(LittleEndianReader message) {
    int version = message.version("data space", 1, 2);
    int rank = message.u8();
    message.skip(1);
    int type = message.u8();
    if (version == 1) {
      message.skip(4);
    } else if (type == 2) {
      return new Dataspace(List.of(0L));
    }
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      sizes.add(message.u64());
    }
    if (rank > 32 || sizes.stream().anyMatch(size -> size < 0)) {
      throw message.file().damaged("impossible sizes " + sizes);
    }
    return new Dataspace(sizes);
  }

  /** The number of elements; an implausible one is {@link Long#MAX_VALUE}. */
  long count() {
    if (shape.contains(0L)) {
      return 0;
    }
    long count = 1;
    for (long size : shape) {
      if (Math.multiplyHigh(count, size) != 0 || count * size < 0) {
        return Long.MAX_VALUE;
      }
      count *= size;
    }
    return count;
  }
}
