package org.thorax.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TFloat32;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * Named float32 arrays in TensorFlow's checkpoint format, next to a model and not in it, so that
 * serving does not load them. All arrays are written or read in one run of a separate session.
 */
final class Checkpoint {
  /** One array by name. */
  record Entry(String name, List<Long> shape) {}

  private Checkpoint() {}

  /**
   * Writes the files {@code prefix.index} and {@code prefix.data-00000-of-00001}.
   *
   * @param values in the order of the entries, in C order
   */
  static void write(Path prefix, List<Entry> entries, List<float[]> values) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    try (Graph graph = new Graph();
        Session session = DeviceSession.of(Device.CPU, graph)) {
      Ops tf = Ops.create(graph);
      Session.Runner runner = session.runner();
      List<Operand<?>> fed = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        Operand<TFloat32> value =
            tf.placeholder(TFloat32.class, Placeholder.shape(Shape.unknown()));
        Tensor tensor = Values.tensor(entries.get(i).shape(), values.get(i));
        tensors.add(tensor);
        runner.feed(value, tensor);
        fed.add(value);
      }
      String[] names = names(entries);
      var save =
          tf.train.save(tf.constant(prefix.toString()), tf.array(names), slices(tf, names), fed);
      runner.addTarget(save).run().close();
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new IOException(firstLine(e), e);
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  /**
   * Reads arrays.
   *
   * @throws ThoraxException naming the files if one is missing, damaged or has another shape
   */
  static Map<String, float[]> read(Path prefix, List<Entry> entries) {
    Map<String, float[]> values = new HashMap<>();
    if (entries.isEmpty()) {
      return values;
    }
    try (Graph graph = new Graph();
        Session session = DeviceSession.of(Device.CPU, graph)) {
      Ops tf = Ops.create(graph);
      String[] names = names(entries);
      List<Class<? extends org.tensorflow.types.family.TType>> types = new ArrayList<>();
      entries.forEach(entry -> types.add(TFloat32.class));
      Restore restore =
          tf.train.restore(
              tf.constant(prefix.toString()), tf.array(names), slices(tf, names), types);
      Session.Runner runner = session.runner();
      for (int i = 0; i < names.length; i++) {
        runner.fetch(restore.op().output(i));
      }
      try (var result = runner.run()) {
        for (int i = 0; i < names.length; i++) {
          values.put(names[i], checked(prefix, entries.get(i), result.get(i)));
        }
      }
      return values;
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new FileException(
          "Cannot read the optimizer's state in %s: %s; copy the model again, or delete that folder to start the optimizer again."
              .formatted(prefix.getParent(), firstLine(e)),
          e);
    }
  }

  private static float[] checked(Path prefix, Entry entry, Tensor value) {
    List<Long> found = Arrays.stream(value.shape().asArray()).boxed().toList();
    if (!found.equals(entry.shape())) {
      throw new FileException(
          "Expected %s of shape %s in %s, found %s; copy the model again, or delete that folder to start the optimizer again."
              .formatted(entry.name(), entry.shape(), prefix.getParent(), found));
    }
    return Values.floats(value);
  }

  private static String[] names(List<Entry> entries) {
    return entries.stream().map(Entry::name).toArray(String[]::new);
  }

  private static Operand<org.tensorflow.types.TString> slices(Ops tf, String[] names) {
    String[] slices = new String[names.length];
    Arrays.fill(slices, "");
    return tf.array(slices);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
  }
}
