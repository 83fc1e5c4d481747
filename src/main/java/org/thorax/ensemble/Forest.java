package org.thorax.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.thorax.DataException;
import org.thorax.model.NodeDefs;
import org.thorax.model.Variable;

/**
 * A random forest of regression trees on the concatenated probabilities of the members; the mean of
 * the leaves is the ensemble's probability. In the graph, each of {@code depth} look-ups moves all
 * trees down one level.
 *
 * @param depth of the deepest tree, at least 1
 * @param roots the root of each tree
 * @param trees the nodes of all of them
 */
record Forest(int depth, List<Integer> roots, Trees trees) implements Combination {
  private static final String THRESHOLDS = "ensemble/forest/thresholds";
  private static final String VALUES = "ensemble/forest/values";

  /**
   * The nodes of all trees in the same arrays, one element per node.
   *
   * @param features the column that a node compares; 0 for a leaf
   * @param thresholds above it a sample goes right; infinity for a leaf
   * @param left the next node; the node itself for a leaf
   * @param right the next node; the node itself for a leaf
   * @param values nodes x classes: the leaves' probabilities, 0 elsewhere
   */
  record Trees(
      List<Integer> features,
      List<Float> thresholds,
      List<Integer> left,
      List<Integer> right,
      List<Float> values) {
    Trees {
      features = List.copyOf(features);
      thresholds = List.copyOf(thresholds);
      left = List.copyOf(left);
      right = List.copyOf(right);
      values = List.copyOf(values);
      int size = features.size();
      boolean same =
          thresholds.size() == size && left.size() == size && right.size() == size && size > 0;
      if (!same || values.size() % size != 0) {
        throw damaged();
      }
    }

    private boolean have(List<Integer> nodes) {
      return nodes.stream().allMatch(node -> node >= 0 && node < features.size());
    }
  }

  Forest {
    roots = List.copyOf(roots);
    boolean inside = trees.have(roots) && trees.have(trees.left) && trees.have(trees.right);
    if (depth < 1 || roots.isEmpty() || !inside) {
      throw damaged();
    }
  }

  private static DataException damaged() {
    return new DataException("The ensemble's forest is damaged; make the ensemble again.");
  }

  private int classes() {
    return trees.values.size() / trees.features.size();
  }

  @Override
  public List<NodeDef> nodes(List<String> probabilities, int classes) {
    List<NodeDef> nodes = new ArrayList<>();
    nodes.add(MetaNodes.axis());
    nodes.add(MetaNodes.sideBySide(probabilities));
    ints(nodes, "features", trees.features);
    ints(nodes, "left", trees.left);
    ints(nodes, "right", trees.right);
    ints(nodes, "roots", roots);
    nodes.add(NodeDefs.constant("ensemble/zero", List.of(), 0));
    startAtRoots(nodes);
    String at = "ensemble/forest/start";
    for (int level = 0; level < depth; level++) {
      at = down(nodes, at, "ensemble/forest/level_" + level);
    }
    nodes.add(gathered("ensemble/forest/leaves", Variable.readOf(VALUES), at, DataType.DT_FLOAT));
    nodes.add(
        NodeDefs.of("Mean", OUTPUT, "ensemble/forest/leaves", MetaNodes.AXIS)
            .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("Tidx", NodeDefs.type(DataType.DT_INT32))
            .putAttr("keep_dims", NodeDefs.flag(false))
            .build());
    return nodes;
  }

  /** The roots, repeated for each sample: (batch, trees). */
  private void startAtRoots(List<NodeDef> nodes) {
    String shape = "ensemble/forest/shape";
    nodes.add(
        NodeDefs.of("Shape", shape, MetaNodes.SIDE_BY_SIDE)
            .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("out_type", NodeDefs.type(DataType.DT_INT32))
            .build());
    nodes.add(gathered("ensemble/forest/batch", shape, "ensemble/zero", DataType.DT_INT32));
    nodes.add(NodeDefs.constant("ensemble/forest/trees", List.of(), roots.size()));
    nodes.add(
        NodeDefs.of(
                "Pack", "ensemble/forest/size", "ensemble/forest/batch", "ensemble/forest/trees")
            .putAttr("T", NodeDefs.type(DataType.DT_INT32))
            .putAttr("N", NodeDefs.count(2))
            .putAttr("axis", NodeDefs.count(0))
            .build());
    nodes.add(
        NodeDefs.of(
                "BroadcastTo",
                "ensemble/forest/start",
                "ensemble/forest/roots",
                "ensemble/forest/size")
            .putAttr("T", NodeDefs.type(DataType.DT_INT32))
            .putAttr("Tidx", NodeDefs.type(DataType.DT_INT32))
            .build());
  }

  /** The nodes one level further down. */
  private static String down(List<NodeDef> nodes, String at, String name) {
    String prefix = "ensemble/forest/";
    nodes.add(gathered(name + "/feature", prefix + "features", at, DataType.DT_INT32));
    nodes.add(gathered(name + "/threshold", Variable.readOf(THRESHOLDS), at, DataType.DT_FLOAT));
    nodes.add(gathered(name + "/left", prefix + "left", at, DataType.DT_INT32));
    nodes.add(gathered(name + "/right", prefix + "right", at, DataType.DT_INT32));
    // Each sample's own row: batch_dims 1.
    nodes.add(
        NodeDefs.of(
                "GatherV2",
                name + "/value",
                MetaNodes.SIDE_BY_SIDE,
                name + "/feature",
                MetaNodes.AXIS)
            .putAttr("Tparams", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("Tindices", NodeDefs.type(DataType.DT_INT32))
            .putAttr("Taxis", NodeDefs.type(DataType.DT_INT32))
            .putAttr("batch_dims", NodeDefs.count(1))
            .build());
    nodes.add(NodeDefs.floats("Greater", name + "/above", name + "/value", name + "/threshold"));
    nodes.add(
        NodeDefs.of("SelectV2", name, name + "/above", name + "/right", name + "/left")
            .putAttr("T", NodeDefs.type(DataType.DT_INT32))
            .build());
    return name;
  }

  private static NodeDef gathered(String name, String from, String at, DataType type) {
    return NodeDefs.of("GatherV2", name, from, at, "ensemble/zero")
        .putAttr("Tparams", NodeDefs.type(type))
        .putAttr("Tindices", NodeDefs.type(DataType.DT_INT32))
        .putAttr("Taxis", NodeDefs.type(DataType.DT_INT32))
        .putAttr("batch_dims", NodeDefs.count(0))
        .build();
  }

  private static void ints(List<NodeDef> nodes, String name, List<Integer> values) {
    int[] array = values.stream().mapToInt(Integer::intValue).toArray();
    nodes.add(NodeDefs.constant("ensemble/forest/" + name, List.of((long) array.length), array));
  }

  @Override
  public float[] of(MemberScores scores) {
    int classes = classes();
    int width = scores.members().size() * classes;
    float[] rows = scores.sideBySide();
    float[] combined = new float[scores.samples() * classes];
    for (int sample = 0; sample < scores.samples(); sample++) {
      for (int root : roots) {
        int leaf = leaf(root, rows, sample * width);
        for (int c = 0; c < classes; c++) {
          combined[sample * classes + c] += trees.values.get(leaf * classes + c) / roots.size();
        }
      }
    }
    return combined;
  }

  private int leaf(int root, float[] rows, int row) {
    int node = root;
    for (int level = 0; level < depth; level++) {
      boolean above = rows[row + trees.features.get(node)] > trees.thresholds.get(node);
      node = above ? trees.right.get(node) : trees.left.get(node);
    }
    return node;
  }

  @Override
  public List<Variable> variables() {
    return List.of(
        new Variable(THRESHOLDS, List.of((long) trees.thresholds.size()), false),
        new Variable(VALUES, List.of((long) trees.features.size(), (long) classes()), false));
  }

  @Override
  public float[] values(Variable variable) {
    List<Float> wanted = variable.name().equals(THRESHOLDS) ? trees.thresholds : trees.values;
    float[] array = new float[wanted.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = wanted.get(i);
    }
    return array;
  }

  @Override
  public void check(int members, int classes) {
    boolean inside =
        trees.features.stream().allMatch(each -> each >= 0 && each < members * classes);
    if (classes() != classes || !inside) {
      throw new DataException(
          "The ensemble's forest was made for other members or classes; make the ensemble again.");
    }
  }
}
