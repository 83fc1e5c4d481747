package org.thorax.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model that was opened: its graph, its contract and its weights.
 *
 * @param flat the graph
 * @param contract what it says about itself
 * @param kerasConfig its layers as Keras' JSON, where they are known; what a Keras file can be
 *     written from
 * @param compilation how it was compiled and its optimizer's state, where they are known; readable
 *     as long as the weights
 * @param weights the values of its variables; readable until {@code release} runs
 * @param remarks what its reader should tell the user, one line each
 * @param release frees what {@code weights} reads from
 */
public record Model(
    FlatGraph flat,
    ModelContract contract,
    Optional<String> kerasConfig,
    Optional<Compilation> compilation,
    WeightSource weights,
    List<String> remarks,
    Runnable release)
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
      List<String> remarks,
      Runnable release) {
    this(flat, contract, kerasConfig, Optional.empty(), weights, remarks, release);
  }

  /** A model whose Keras layers are not known. */
  public Model(
      FlatGraph flat,
      ModelContract contract,
      WeightSource weights,
      List<String> remarks,
      Runnable release) {
    this(flat, contract, Optional.empty(), weights, remarks, release);
  }

  /** The same that says something else about itself. */
  public Model withContract(ModelContract other) {
    return new Model(flat, other, kerasConfig, compilation, weights, remarks, release);
  }

  /** The same with other remarks. */
  public Model withRemarks(List<String> other) {
    return new Model(flat, contract, kerasConfig, compilation, weights, other, release);
  }

  /** The same with one more thing to tell the user. */
  public Model withRemark(String remark) {
    return withRemarks(Stream.concat(remarks.stream(), Stream.of(remark)).toList());
  }

  /** The same with its Keras layers. */
  public Model withKerasConfig(Optional<String> json) {
    return new Model(flat, contract, json, compilation, weights, remarks, release);
  }

  /** The same, compiled otherwise or not at all. */
  public Model withCompilation(Optional<Compilation> other) {
    return new Model(flat, contract, kerasConfig, other, weights, remarks, release);
  }

  @Override
  public void close() {
    release.run();
  }
}
