package org.thorax.training.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run's hyperparameters for TensorBoard's HParams plugin ({@code
 * tensorboard/plugins/hparams/plugin_data.proto}; only these fields are needed).
 *
 * @param values numbers, booleans and texts by name
 */
public record HyperParameters(Map<String, Object> values) {
  private static final String PLUGIN = "hparams";
  private static final int SESSION_START_INFO = 3;
  private static final int SESSION_END_INFO = 4;
  private static final int SUCCESS = 1;

  /** Copies the map. */
  public HyperParameters {
    values = Map.copyOf(values);
  }

  /** Writes them to the event file of the run. */
  public void writeStart(EventFile file, String run) {
    byte[] info =
        message(
            out -> {
              for (Map.Entry<String, Object> each : new TreeMap<>(values).entrySet()) {
                out.writeByteArray(1, message(entry -> entry(entry, each)));
              }
              out.writeString(4, run);
              out.writeDouble(5, now());
            });
    write(file, "_hparams_/session_start_info", SESSION_START_INFO, info);
  }

  /** Writes that the run succeeded. */
  public static void writeEnd(EventFile file) {
    byte[] info =
        message(
            out -> {
              out.writeEnum(1, SUCCESS);
              out.writeDouble(2, now());
            });
    write(file, "_hparams_/session_end_info", SESSION_END_INFO, info);
  }

  private static void entry(CodedOutputStream out, Map.Entry<String, Object> entry)
      throws IOException {
    out.writeString(1, entry.getKey());
    out.writeMessage(2, value(entry.getValue()));
  }

  private static Value value(Object value) {
    Value.Builder builder = Value.newBuilder();
    if (value instanceof Number number) {
      return builder.setNumberValue(number.doubleValue()).build();
    }
    if (value instanceof Boolean truth) {
      return builder.setBoolValue(truth).build();
    }
    return builder.setStringValue(value.toString()).build();
  }

  private static void write(EventFile file, String tag, int field, byte[] info) {
    byte[] content = message(out -> out.writeByteArray(field, info));
    file.plugin(tag, PLUGIN, ByteString.copyFrom(content));
    file.flush();
  }

  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }
}
