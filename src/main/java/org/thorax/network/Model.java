package org.thorax.network;

import java.util.List;

/**
 * A model that was opened: its graph, its contract and its weights.
 *
 * @param flat the graph
 * @param contract what it says about itself
 * @param weights the values of its variables; readable until {@code release} runs
 * @param remarks what its reader should tell the user, one line each
 * @param release frees what {@code weights} reads from
 */
public record Model(
    FlatGraph flat,
    ModelContract contract,
    WeightSource weights,
    List<String> remarks,
    Runnable release)
    implements AutoCloseable {
  /** Copies the remarks. */
  public Model {
    remarks = List.copyOf(remarks);
  }

  @Override
  public void close() {
    release.run();
  }
}
