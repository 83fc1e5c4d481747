package org.thorax.explain;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes NumPy's file format, version 1.0: little-endian float32 in C order. */
final class Npy {
  private static final int ALIGNMENT = 64;
  private static final int PREFIX = 10;

  private Npy() {}

  /** Writes values of a shape; does not close {@code out}. */
  public static void write(List<Integer> shape, float[] values, OutputStream out)
      throws IOException {
    String sizes =
        shape.stream().map(size -> size + ",").collect(Collectors.joining(" ", "(", ")"));
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + sizes + ", }";
    int padding = ALIGNMENT - (PREFIX + header.length() + 1) % ALIGNMENT;
    String padded = header + " ".repeat(padding % ALIGNMENT) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(PREFIX + padded.length() + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (float value : values) {
      bytes.putFloat(value);
    }
    out.write(bytes.array());
  }
}
