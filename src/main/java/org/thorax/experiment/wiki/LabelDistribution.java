package org.thorax.experiment.wiki;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.thorax.data.DatasetSplit;
import org.thorax.data.LabelEncoding;
import org.thorax.data.Labels;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.registry.EntryBenchmark;

/**
 * How often each class is positive and negative in a run's three sets, as used for training:
 * uncertain and blank labels encoded, the training set upsampled.
 *
 * @param sets training, validation, test
 */
public record LabelDistribution(List<Counts> sets) {
  private static final float EVEN = 0.5f;

  /** Copies the list. */
  public LabelDistribution {
    sets = List.copyOf(sets);
  }

  /**
   * One set.
   *
   * @param name Training, Validation or Test
   * @param samples number of rows, including repeated ones
   * @param classes in the order of the outputs
   */
  public record Counts(String name, int samples, List<ClassCount> classes) {
    /** Copies the list. */
    public Counts {
      classes = List.copyOf(classes);
    }

    private static Counts of(String name, Labels labels, int[] rows) {
      List<ClassCount> classes = new ArrayList<>();
      for (int c = 0; c < labels.classes().size(); c++) {
        int positive = 0;
        int negative = 0;
        for (int row : rows) {
          float label = labels.at(row, c);
          positive += label > EVEN ? 1 : 0;
          negative += label >= 0 && label <= EVEN ? 1 : 0;
        }
        classes.add(new ClassCount(labels.classes().get(c), positive, negative));
      }
      return new Counts(name, rows.length, classes);
    }

    /** A count as a share of the samples, 0 to 1. */
    double share(int count) {
      return samples == 0 ? 0 : (double) count / samples;
    }
  }

  /**
   * One class.
   *
   * @param positive samples with a label above 0.5
   * @param negative other labelled samples
   */
  public record ClassCount(String name, int positive, int negative) {}

  /**
   * Splits the data set as the run did.
   *
   * @param modelsDir folder in which the run's configuration may be, see {@link EntryBenchmark}
   * @param data the data set's folder, or one of its tables; of several data sets each
   * @throws org.thorax.ThoraxException if the run's benchmark or the data set cannot be used
   */
  public static LabelDistribution of(LoggedRun run, Path modelsDir, DatasetPlaces data) {
    Benchmark benchmark = EntryBenchmark.of(run, modelsDir).benchmark();
    DatasetSplit split =
        benchmark
            .dataset()
            .open(data, benchmark.classes())
            .split(benchmark.split(), benchmark.classes());
    LabelEncoding learned = benchmark.labels().encoding();
    Labels train = learned.encode(split.train());
    Labels validation = learned.inEvaluation().encode(split.validation());
    Labels test = learned.inEvaluation().encode(split.test());
    return new LabelDistribution(
        List.of(
            Counts.of("Training", train, benchmark.labels().upsampling().rows(train)),
            Counts.of("Validation", validation, every(validation)),
            Counts.of("Test", test, every(test))));
  }

  private static int[] every(Labels labels) {
    return IntStream.range(0, labels.size()).toArray();
  }
}
