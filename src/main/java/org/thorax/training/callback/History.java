package org.thorax.training.callback;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keras' history: one list per metric, with one value per epoch. */
public final class History {
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  /** Before the first epoch. */
  public History() {}

  /** The history of these epochs. */
  public History(Map<String, List<Double>> values) {
    values.forEach((name, figures) -> this.values.put(name, new ArrayList<>(figures)));
  }

  /** Adds an epoch. */
  public void add(Map<String, Double> logs) {
    logs.forEach(
        (name, value) -> values.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
  }

  /** Adds all epochs of another history. */
  void addAll(History other) {
    other.values.forEach(
        (name, figures) -> values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(figures));
  }

  /** The metrics in Keras' order: loss, metrics, learning rate, val_loss, val_metrics, lr. */
  public Map<String, List<Double>> values() {
    return Collections.unmodifiableMap(values);
  }

  /** The epochs so far. */
  public int epochs() {
    return values.values().stream().mapToInt(List::size).max().orElse(0);
  }
}
