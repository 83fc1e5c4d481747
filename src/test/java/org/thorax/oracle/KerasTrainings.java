package org.thorax.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Trainings of several networks by one Keras, which makes the next ones while a test looks at those
 * that are there. A second Keras with another number of threads trains some of them again.
 */
public final class KerasTrainings implements AutoCloseable {
  private record Order(OracleSession session, CompletableFuture<List<String>> answer) {}

  private final Map<String, KerasTraining> trainings = new HashMap<>();
  private final Map<String, List<Order>> orders = new HashMap<>();
  private final OracleSession keras = KerasTraining.session(0);
  private final OracleSession other = KerasTraining.session(KerasTraining.otherThreads());

  /**
   * Orders them all and returns at once.
   *
   * @param twice those that are trained with another number of threads too, the first in turn
   * @param once the others in turn
   */
  public KerasTrainings(List<String> twice, List<String> once) {
    List<String> all = new ArrayList<>(twice);
    all.addAll(once);
    for (String name : all) {
      KerasTraining training = KerasTraining.in("target/keras", name);
      trainings.put(name, training);
      CompletableFuture<List<String>> first = training.make(keras, 0);
      orders.put(name, new ArrayList<>(List.of(new Order(keras, first))));
      if (twice.contains(name)) {
        // The first saves the start, which is the other's too.
        orders.get(name).add(new Order(other, first.thenCompose(made -> again(training))));
      }
    }
  }

  private CompletableFuture<List<String>> again(KerasTraining training) {
    return training.make(other, KerasTraining.otherThreads());
  }

  /** The training of one of them, waiting for it. */
  public KerasTraining of(String name) {
    orders.get(name).forEach(order -> order.session().lines(order.answer()));
    return trainings.get(name);
  }

  @Override
  public void close() {
    keras.close();
    other.close();
  }
}
