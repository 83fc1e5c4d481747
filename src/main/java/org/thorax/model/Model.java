package org.thorax.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An opened model: its graph, its contract and its weights.
 *
 * @param flat the graph
 * @param contract its metadata
 * @param kerasConfig its layers as Keras' JSON, if they are known; needed to write a Keras file
 * @param compilation its compilation and its optimizer's state, if they are known; readable as long
 *     as the weights
 * @param weights the values of its variables; closed with the model
 * @param remarks notes for the user, one line each
 */
public record Model(
    FlatGraph flat,
    ModelContract contract,
    Optional<String> kerasConfig,
    Optional<Compilation> compilation,
    WeightSource weights,
    List<String> remarks)
    implements AutoCloseable {
  /** Copies the remarks. */
  public Model {
    remarks = List.copyOf(remarks);
  }

  /** A model that was not compiled. */
  public Model(
      FlatGraph flat,
      ModelContract contract,
      Optional<String> kerasConfig,
      WeightSource weights,
      List<String> remarks) {
    this(flat, contract, kerasConfig, Optional.empty(), weights, remarks);
  }

  /** A model whose Keras layers are not known. */
  public Model(FlatGraph flat, ModelContract contract, WeightSource weights, List<String> remarks) {
    this(flat, contract, Optional.empty(), weights, remarks);
  }

  /** A copy with another contract. */
  public Model withContract(ModelContract other) {
    return new Model(flat, other, kerasConfig, compilation, weights, remarks);
  }

  /** A copy with other notes. */
  public Model withRemarks(List<String> other) {
    return new Model(flat, contract, kerasConfig, compilation, weights, other);
  }

  /** A copy with an additional note. */
  public Model withRemark(String remark) {
    return withRemarks(Stream.concat(remarks.stream(), Stream.of(remark)).toList());
  }

  /** A copy with its Keras layers. */
  public Model withKerasConfig(Optional<String> json) {
    return new Model(flat, contract, json, compilation, weights, remarks);
  }

  /** A copy with another compilation or none. */
  public Model withCompilation(Optional<Compilation> other) {
    return new Model(flat, contract, kerasConfig, other, weights, remarks);
  }

  @Override
  public void close() {
    weights.close();
  }
}
