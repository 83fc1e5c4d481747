package org.thorax.ensemble;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.model.NodeDefs;
import org.thorax.model.Variable;

/** Combines the members' probabilities. */
public sealed interface Combination
    permits Combination.WeightedMean, Combination.MetaLayer, Forest {
  /** Name of the graph's tensor with the combined probabilities. */
  String OUTPUT = "ensemble/probabilities";

  /**
   * The graph of the combination.
   *
   * @param probabilities the members' tensors, each (batch, classes) with the same class order
   * @param classes number of classes
   * @return nodes that end in {@link #OUTPUT}, (batch, classes)
   */
  List<NodeDef> nodes(List<String> probabilities, int classes);

  /** The variables that {@link #nodes} reads. */
  List<Variable> variables();

  /** The values of one variable, in C order. */
  float[] values(Variable variable);

  /**
   * The combined probabilities of all samples, samples x classes, equal to those of {@link #nodes}.
   */
  float[] of(MemberScores scores);

  /**
   * Checks that the combination fits the number of members and classes.
   *
   * @throws ThoraxException if it does not
   */
  void check(int members, int classes);

  /**
   * A weighted sum; the weights are constants in the graph.
   *
   * @param weights one per member, none negative, sum 1 within 1e-6
   */
  record WeightedMean(List<Double> weights) implements Combination {
    private static final double SUM_TOLERANCE = 1e-6;

    /** Checks the weights. */
    public WeightedMean {
      weights = List.copyOf(weights);
      double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
      if (weights.stream().anyMatch(weight -> !(weight >= 0))
          || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
        throw new DataException(
            "Weights of an ensemble must not be negative and sum to 1, found "
                + weights
                + " (sum "
                + sum
                + ").");
      }
    }

    /** The unweighted mean of that many members. */
    public static WeightedMean equal(int members) {
      return new WeightedMean(Collections.nCopies(members, 1.0 / members));
    }

    @Override
    public List<NodeDef> nodes(List<String> probabilities, int classes) {
      List<NodeDef> nodes = new ArrayList<>();
      String sum = null;
      for (int i = 0; i < probabilities.size(); i++) {
        String weighted = "ensemble/weighted_" + i;
        nodes.add(
            NodeDefs.constant("ensemble/weight_" + i, List.of(), weights.get(i).floatValue()));
        nodes.add(NodeDefs.floats("Mul", weighted, probabilities.get(i), "ensemble/weight_" + i));
        if (sum == null) {
          sum = weighted;
        } else {
          nodes.add(NodeDefs.floats("AddV2", "ensemble/sum_" + i, sum, weighted));
          sum = "ensemble/sum_" + i;
        }
      }
      nodes.add(NodeDefs.floats("Identity", OUTPUT, sum));
      return nodes;
    }

    @Override
    public float[] of(MemberScores scores) {
      return scores.weighted(weights.stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Override
    public List<Variable> variables() {
      return List.of();
    }

    @Override
    public float[] values(Variable variable) {
      throw new IllegalArgumentException(variable.name());
    }

    @Override
    public void check(int members, int classes) {
      if (weights.size() != members) {
        throw new DataException(
            "Expected a weight for each of " + members + " members, found " + weights.size() + ".");
      }
    }
  }

  /**
   * A dense layer with sigmoid on the concatenated probabilities of the members: the original
   * project's meta learner.
   *
   * @param kernel (members x classes) rows, classes columns, in C order
   * @param bias one per class
   */
  record MetaLayer(List<Float> kernel, List<Float> bias) implements Combination {
    private static final String KERNEL = "ensemble/meta/kernel";
    private static final String BIAS = "ensemble/meta/bias";

    /** Copies both. */
    public MetaLayer {
      kernel = List.copyOf(kernel);
      bias = List.copyOf(bias);
      if (bias.isEmpty() || kernel.size() % bias.size() != 0) {
        throw new DataException(
            "A meta learner's kernel has a row for every member and class, found "
                + kernel.size()
                + " values for "
                + bias.size()
                + " classes.");
      }
    }

    @Override
    public List<NodeDef> nodes(List<String> probabilities, int classes) {
      List<NodeDef> nodes = new ArrayList<>();
      nodes.add(MetaNodes.axis());
      nodes.add(MetaNodes.sideBySide(probabilities));
      nodes.add(
          NodeDefs.of("MatMul", "ensemble/product", MetaNodes.SIDE_BY_SIDE, Variable.readOf(KERNEL))
              .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
              .putAttr("transpose_a", NodeDefs.flag(false))
              .putAttr("transpose_b", NodeDefs.flag(false))
              .build());
      nodes.add(
          NodeDefs.floats("BiasAdd", "ensemble/logits", "ensemble/product", Variable.readOf(BIAS)));
      nodes.add(NodeDefs.floats("Sigmoid", OUTPUT, "ensemble/logits"));
      return nodes;
    }

    @Override
    public float[] of(MemberScores scores) {
      int classes = bias.size();
      int inputs = kernel.size() / classes;
      float[] rows = scores.sideBySide();
      float[] combined = new float[scores.samples() * classes];
      for (int cell = 0; cell < combined.length; cell++) {
        int column = cell % classes;
        double logit = bias.get(column);
        for (int i = 0; i < inputs; i++) {
          logit += rows[cell / classes * inputs + i] * kernel.get(i * classes + column);
        }
        combined[cell] = (float) (1 / (1 + Math.exp(-logit)));
      }
      return combined;
    }

    @Override
    public List<Variable> variables() {
      long rows = kernel.size() / bias.size();
      long classes = bias.size();
      return List.of(
          new Variable(KERNEL, List.of(rows, classes), true),
          new Variable(BIAS, List.of(classes), true));
    }

    @Override
    public float[] values(Variable variable) {
      return floats(variable.name().equals(KERNEL) ? kernel : bias);
    }

    @Override
    public void check(int members, int classes) {
      if (bias.size() != classes || kernel.size() != (long) members * classes * classes) {
        throw new DataException(
            "The meta learner was made for other members or classes: its kernel has "
                + kernel.size()
                + " values, expected "
                + members
                + " x "
                + classes
                + " x "
                + classes
                + ".");
      }
    }

    private static float[] floats(List<Float> values) {
      float[] array = new float[values.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = values.get(i);
      }
      return array;
    }
  }
}
