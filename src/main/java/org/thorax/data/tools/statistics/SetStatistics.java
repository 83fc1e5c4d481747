package org.thorax.data.tools.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.thorax.data.Examination;
import org.thorax.data.LabelCounts;
import org.thorax.data.Samples;
import org.thorax.data.View;

/**
 * Statistics of one set of a data set.
 *
 * @param name training, validation, test, or all
 * @param images rows
 * @param patients the patients
 * @param labels how often each raw label of each class occurs
 * @param together for each pair of classes the number of images that are positive for both; the
 *     diagonal has the positives
 * @param imagesBy images by what the table says of them
 */
record SetStatistics(
    String name,
    int images,
    Patients patients,
    List<LabelCounts> labels,
    List<List<Integer>> together,
    ImagesBy imagesBy) {
  /** Copies the collections. */
  public SetStatistics {
    labels = List.copyOf(labels);
    together = together.stream().map(List::copyOf).toList();
  }

  /**
   * The patients of a set.
   *
   * @param count different patients
   * @param medianImages median of the images of a patient
   * @param mostImages images of the patient with most
   * @param ages of the patients
   */
  public record Patients(int count, double medianImages, int mostImages, Ages ages) {
    private static Patients of(Samples samples) {
      Map<String, Integer> imagesOf = new HashMap<>();
      for (int row = 0; row < samples.size(); row++) {
        imagesOf.merge(samples.patient(row), 1, Integer::sum);
      }
      int[] counts = imagesOf.values().stream().mapToInt(Integer::intValue).sorted().toArray();
      int last = counts.length - 1;
      return new Patients(
          counts.length,
          last < 0 ? 0 : (counts[last / 2] + (double) counts[(last + 1) / 2]) / 2,
          last < 0 ? 0 : counts[last],
          Ages.of(samples));
    }
  }

  /**
   * Images by what the table says of them.
   *
   * @param view frontal, lateral, unknown
   * @param projection AP, PA, ..., as the table says; "" where it does not
   * @param sex the patient's; "" where the table does not specify
   */
  public record ImagesBy(
      Map<View, Integer> view, Map<String, Integer> projection, Map<String, Integer> sex) {
    /** Sorts by key. */
    public ImagesBy {
      view = Collections.unmodifiableMap(new TreeMap<>(view));
      projection = Collections.unmodifiableMap(new TreeMap<>(projection));
      sex = Collections.unmodifiableMap(new TreeMap<>(sex));
    }

    private static ImagesBy of(Samples samples) {
      Map<View, Integer> views = new HashMap<>();
      Map<String, Integer> projections = new HashMap<>();
      Map<String, Integer> sexes = new HashMap<>();
      for (int row = 0; row < samples.size(); row++) {
        Examination examination = samples.examination(row);
        views.merge(examination.view(), 1, Integer::sum);
        projections.merge(examination.projection(), 1, Integer::sum);
        sexes.merge(examination.sex(), 1, Integer::sum);
      }
      return new ImagesBy(views, projections, sexes);
    }
  }

  /** Counts a set. */
  public static SetStatistics of(String name, Samples samples) {
    return new SetStatistics(
        name,
        samples.size(),
        Patients.of(samples),
        LabelCounts.of(samples),
        together(samples),
        ImagesBy.of(samples));
  }

  private static List<List<Integer>> together(Samples samples) {
    int classes = samples.classes().size();
    int[][] both = new int[classes][classes];
    int[] positive = new int[classes];
    for (int row = 0; row < samples.size(); row++) {
      int count = 0;
      for (int c = 0; c < classes; c++) {
        if (samples.label(row, c) == 1) {
          positive[count++] = c;
        }
      }
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          both[positive[i]][positive[j]]++;
        }
      }
    }
    List<List<Integer>> lists = new ArrayList<>();
    for (int[] line : both) {
      lists.add(Arrays.stream(line).boxed().toList());
    }
    return lists;
  }

  /** {@code count} as a share of the images; 0 if there are none. */
  double share(int count) {
    return images == 0 ? 0 : (double) count / images;
  }

  /**
   * The share of the images positive for {@code of} that are positive for {@code also}; NaN if
   * there are none.
   */
  public double shareTogether(int of, int also) {
    return (double) together.get(of).get(also) / together.get(of).get(of);
  }
}
