package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.thorax.data.Samples;
import org.thorax.evaluation.metrics.RankedScores;

/**
 * A model's scores of samples, and their ground truth.
 *
 * @param samples in order
 * @param labels samples x classes: 1, 0, or -1 for a cell that is not evaluated
 * @param scores samples x classes, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // Large, read-only by convention, never compared.
public record ScoredSamples(Samples samples, float[] labels, float[] scores) {
  private static final String STUDY = "study";

  /** Checks that the sizes agree. */
  public ScoredSamples {
    int cells = samples.size() * samples.classes().size();
    if (labels.length != cells || scores.length != cells) {
      throw new IllegalArgumentException(
          labels.length + " labels and " + scores.length + " scores for " + cells + " cells");
    }
  }

  /** How to combine the scores of a study's views. */
  public enum Views {
    /** The largest. */
    MAXIMUM,
    /** Their mean. */
    MEAN
  }

  /** Number of samples. */
  public int size() {
    return samples.size();
  }

  /** Names of the classes. */
  public List<String> classes() {
    return samples.classes();
  }

  /** Whether they are of several data sets, which do not label the same classes. */
  boolean severalSets() {
    return size() > 0 && !samples.set(0).isEmpty();
  }

  /** The cells of a class, ranked. */
  public RankedScores ranked(int column) {
    return RankedScores.of(labels, scores, column, classes().size());
  }

  /** The cells of all classes, ranked. */
  public List<RankedScores> ranked() {
    return IntStream.range(0, classes().size()).parallel().mapToObj(this::ranked).toList();
  }

  /** The samples at the given rows. */
  public ScoredSamples select(int[] rows) {
    return new ScoredSamples(samples.select(rows), rows(labels, rows), rows(scores, rows));
  }

  /** The same with some of the classes, in the given order. */
  public ScoredSamples withClasses(List<String> names) {
    if (names.equals(classes())) {
      return this;
    }
    int[] columns = names.stream().mapToInt(classes()::indexOf).toArray();
    return new ScoredSamples(
        samples.withClasses(names), columns(labels, columns), columns(scores, columns));
  }

  private float[] columns(float[] cells, int[] columns) {
    float[] chosen = new float[size() * columns.length];
    for (int i = 0; i < chosen.length; i++) {
      int row = i / columns.length;
      chosen[i] = cells[row * classes().size() + columns[i % columns.length]];
    }
    return chosen;
  }

  private float[] rows(float[] cells, int[] rows) {
    int width = classes().size();
    float[] chosen = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(cells, rows[i] * width, chosen, i * width, width);
    }
    return chosen;
  }

  /**
   * The study of a sample: the image's folder if its name begins with {@code study}, as in
   * CheXpert; otherwise every image is a study.
   */
  public String study(int sample) {
    String image = samples.imageName(sample);
    int end = image.lastIndexOf('/');
    String folder = end < 0 ? "" : image.substring(0, end);
    return folder.substring(folder.lastIndexOf('/') + 1).startsWith(STUDY) ? folder : image;
  }

  /**
   * One sample for each study, in the order of their first views: its score combines those of its
   * views, its label is their maximum.
   */
  public ScoredSamples byStudy(Views views) {
    Map<String, List<Integer>> studies = new LinkedHashMap<>();
    for (int sample = 0; sample < size(); sample++) {
      studies.computeIfAbsent(study(sample), each -> new ArrayList<>()).add(sample);
    }
    int[] first = studies.values().stream().mapToInt(each -> each.get(0)).toArray();
    ScoredSamples joined = select(first);
    int width = classes().size();
    int next = 0;
    for (List<Integer> study : studies.values()) {
      for (int c = 0; c < width; c++, next++) {
        double sum = 0;
        for (int sample : study) {
          float score = scores[sample * width + c];
          sum += score;
          joined.scores[next] = Math.max(joined.scores[next], score);
          joined.labels[next] = Math.max(joined.labels[next], labels[sample * width + c]);
        }
        if (views == Views.MEAN) {
          joined.scores[next] = (float) (sum / study.size());
        }
      }
    }
    return joined;
  }
}
