package org.thorax.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * Trains a random forest with Tribuo and converts its trees. Samples with an unlabelled cell are
 * left out.
 *
 * @param trees at least 1
 * @param maxDepth of a tree, at least 1
 * @param seed random seed of the samples and columns
 */
record ForestTrainer(int trees, int maxDepth, long seed) {
  /** The original project's settings. */
  static final int DEFAULT_DEPTH = 10;

  static final int DEFAULT_TREES = 200;
  private static final float SAMPLES_TO_SPLIT = 5;

  /** Share of the columns at each split; the random samples make the trees different, too. */
  private static final float SHARE_OF_COLUMNS = 1 / 3f;

  /** Reports every tree. */
  private static final Logger TALKATIVE = Logger.getLogger("org.tribuo.ensemble.BaggingTrainer");

  ForestTrainer {
    if (trees < 1 || maxDepth < 1) {
      throw new ConfigurationException(
          "trees",
          "`trees` and `depth` must be at least 1, found " + trees + " and " + maxDepth + ".");
    }
  }

  Forest fit(MemberScores scores) {
    TALKATIVE.setLevel(Level.WARNING);
    var tree =
        new CARTJointRegressionTrainer(
            maxDepth,
            SAMPLES_TO_SPLIT,
            0,
            SHARE_OF_COLUMNS,
            false,
            new MeanSquaredError(),
            false,
            seed);
    var trainer = new RandomForestTrainer<>(tree, new AveragingCombiner(), trees, seed);
    var model = (WeightedEnsembleModel<Regressor>) trainer.train(dataset(scores));
    Arrays arrays = new Arrays(scores.classes());
    List<Integer> roots = new ArrayList<>();
    for (var member : model.getModels()) {
      roots.add(arrays.add(((TreeModel<Regressor>) member).getRoot(), 0));
    }
    return new Forest(
        Math.max(1, arrays.depth),
        roots,
        new Forest.Trees(
            arrays.features, arrays.thresholds, arrays.left, arrays.right, arrays.values));
  }

  private static MutableDataset<Regressor> dataset(MemberScores scores) {
    RegressionFactory factory = new RegressionFactory();
    MutableDataset<Regressor> dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("members' probabilities", factory), factory);
    int width = scores.members().size() * scores.classes();
    // Tribuo numbers columns by the order of their names.
    String[] columns = names(width);
    String[] classes = names(scores.classes());
    float[] rows = scores.sideBySide();
    for (int sample = 0; sample < scores.samples(); sample++) {
      double[] truth = doubles(scores.labels(), sample * scores.classes(), scores.classes());
      if (java.util.Arrays.stream(truth).allMatch(label -> label >= 0)) {
        Example<Regressor> example =
            new ArrayExample<>(
                new Regressor(classes, truth), columns, doubles(rows, sample * width, width));
        dataset.add(example);
      }
    }
    if (dataset.size() == 0) {
      throw new ConfigurationException(
          "method",
          "A forest needs samples whose every class is labelled, found none; use `method`"
              + " stacking.");
    }
    return dataset;
  }

  private static String[] names(int count) {
    return IntStream.range(0, count).mapToObj("%06d"::formatted).toArray(String[]::new);
  }

  private static double[] doubles(float[] values, int from, int count) {
    return IntStream.range(from, from + count).mapToDouble(i -> values[i]).toArray();
  }

  /** The nodes of all trees, numbered in order. */
  private static final class Arrays {
    private final int classes;
    private final List<Integer> features = new ArrayList<>();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();
    private final List<Integer> right = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();
    private int depth;

    Arrays(int classes) {
      this.classes = classes;
    }

    int add(Node<Regressor> node, int level) {
      depth = Math.max(depth, level);
      int place = features.size();
      features.add(0);
      thresholds.add(Float.POSITIVE_INFINITY);
      left.add(place);
      right.add(place);
      for (int i = 0; i < classes; i++) {
        values.add(0f);
      }
      if (node instanceof SplitNode<Regressor> split) {
        features.set(place, split.getFeatureID());
        thresholds.set(place, notAbove(split.splitValue()));
        left.set(place, add(split.getLessThanOrEqual(), level + 1));
        right.set(place, add(split.getGreaterThan(), level + 1));
      } else if (node instanceof LeafNode<Regressor> leaf) {
        double[] means = leaf.getOutput().getValues();
        for (int i = 0; i < classes; i++) {
          values.set(place * classes + i, (float) means[i]);
        }
      }
      return place;
    }

    /**
     * The largest float that is not above the value: a float is above one exactly if it is above
     * the other.
     */
    private static float notAbove(double threshold) {
      float nearest = (float) threshold;
      return nearest > threshold ? Math.nextDown(nearest) : nearest;
    }
  }
}
