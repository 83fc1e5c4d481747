package org.thorax.evaluation.report;

import java.util.List;

/**
 * The evaluated model and data.
 *
 * @param model the model's file or folder
 * @param architecture the network's
 * @param benchmark the benchmark's name
 * @param data the data set's folder
 * @param set {@code test}, {@code validation} or {@code train}
 * @param remarks notes that are needed to interpret the results, one line each
 */
public record Subject(
    String model,
    String architecture,
    String benchmark,
    String data,
    String set,
    List<String> remarks) {
  /** Copies the remarks. */
  public Subject {
    remarks = List.copyOf(remarks);
  }
}
