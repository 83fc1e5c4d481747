package org.thorax.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arrays by name: a list of names and sizes, then all values as float32. */
record StateArrays(Map<String, float[]> byName) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 1 << 14;

  private record Named(String name, int size) {}

  void writeTo(OutputStream out) throws IOException {
    List<Named> named =
        byName.entrySet().stream()
            .map(each -> new Named(each.getKey(), each.getValue().length))
            .toList();
    StateHeader.write(out, JSON.writeValueAsBytes(named));
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (float[] values : byName.values()) {
      for (int from = 0; from < values.length; from += CHUNK) {
        int count = Math.min(CHUNK, values.length - from);
        chunk.asFloatBuffer().put(values, from, count);
        out.write(chunk.array(), 0, count * Float.BYTES);
      }
    }
  }

  static StateArrays readFrom(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    Map<String, float[]> byName = new LinkedHashMap<>();
    for (Named each : JSON.readValue(StateHeader.read(data), Named[].class)) {
      byName.put(each.name(), floats(data, each.size()));
    }
    return new StateArrays(byName);
  }

  private static float[] floats(DataInputStream data, int size) throws IOException {
    float[] values = new float[size];
    byte[] chunk = new byte[CHUNK * Float.BYTES];
    for (int from = 0; from < size; from += CHUNK) {
      int count = Math.min(CHUNK, size - from);
      data.readFully(chunk, 0, count * Float.BYTES);
      ByteBuffer.wrap(chunk).asFloatBuffer().get(values, from, count);
    }
    return values;
  }
}
