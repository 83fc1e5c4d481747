package org.thorax.api;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.experiment.config.DatasetName;
import org.thorax.experiment.config.LabelSettings;
import org.thorax.experiment.run.EvaluationRun;

/** A data set split by patient; made by {@link Dataset#split(long)}. Immutable. */
public final class SplitDataset {
  private final DatasetName name;
  private final Path place;
  private final LabelSettings labels;
  private final SplitPlan plan;
  private final DatasetSplit sets;

  SplitDataset(
      DatasetName name, Path place, LabelSettings labels, SplitPlan plan, DatasetSplit sets) {
    this.name = name;
    this.place = place;
    this.labels = labels;
    this.plan = plan;
    this.sets = sets;
  }

  /** The classes in the order of the network's outputs. */
  public List<String> classes() {
    return labels.classes();
  }

  /** The training set. */
  public Part train() {
    return new Part(this, EvaluationRun.Part.TRAIN, sets.train());
  }

  /** The validation set: evaluated after each epoch, and used to choose thresholds. */
  public Part validation() {
    return new Part(this, EvaluationRun.Part.VALIDATION, sets.validation());
  }

  /** The test set. */
  public Part test() {
    return new Part(this, EvaluationRun.Part.TEST, sets.test());
  }

  DatasetName name() {
    return name;
  }

  Path place() {
    return place;
  }

  LabelSettings labels() {
    return labels;
  }

  SplitPlan plan() {
    return plan;
  }

  /** One of the three sets. */
  public static final class Part {
    private final SplitDataset data;
    private final EvaluationRun.Part which;
    private final Samples samples;

    private Part(SplitDataset data, EvaluationRun.Part which, Samples samples) {
      this.data = data;
      this.which = which;
      this.samples = samples;
    }

    /** Number of images; rows repeated by upsampling count once. */
    public int size() {
      return samples.size();
    }

    /** The image files in the table's order. */
    public List<Path> images() {
      return IntStream.range(0, samples.size()).mapToObj(samples::image).toList();
    }

    /** The patients in the table's order, one per image. */
    public List<String> patients() {
      return samples.patients();
    }

    SplitDataset data() {
      return data;
    }

    EvaluationRun.Part which() {
      return which;
    }
  }
}
