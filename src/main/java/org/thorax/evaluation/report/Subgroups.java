package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.thorax.data.Examination;
import org.thorax.data.Samples;
import org.thorax.data.View;

/** Images grouped by their data set, the patient's sex, age, and view. */
final class Subgroups {
  private static final String UNKNOWN = "unknown";
  private static final int[] AGES = {40, 60, 80};

  private Subgroups() {}

  /**
   * The images of one kind.
   *
   * @param attribute {@code set}, {@code sex}, {@code age} or {@code view}
   * @param value e.g. {@code Female}
   */
  record Subgroup(String attribute, String value, ScoredSamples scored) {}

  /** The groups that are not empty. */
  static List<Subgroup> of(ScoredSamples all) {
    List<Subgroup> groups = new ArrayList<>();
    Samples samples = all.samples();
    add(
        groups,
        "set",
        all,
        sample -> samples.set(sample).isEmpty() ? UNKNOWN : samples.set(sample));
    add(groups, "sex", all, sample -> sex(samples.examination(sample)));
    add(groups, "age", all, sample -> age(samples.examination(sample)));
    add(groups, "view", all, sample -> view(samples.examination(sample)));
    return groups;
  }

  private static String sex(Examination examination) {
    return examination.sex().isEmpty() ? UNKNOWN : examination.sex();
  }

  private static void add(
      List<Subgroup> groups, String attribute, ScoredSamples all, IntFunction<String> valueOf) {
    // Unknown values come last.
    Comparator<String> order =
        Comparator.<String, Boolean>comparing(UNKNOWN::equals)
            .thenComparing(Comparator.naturalOrder());
    Map<String, List<Integer>> rows = new TreeMap<>(order);
    for (int sample = 0; sample < all.size(); sample++) {
      rows.computeIfAbsent(valueOf.apply(sample), each -> new ArrayList<>()).add(sample);
    }
    // A table without these columns has no subgroups.
    if (!rows.keySet().equals(Set.of(UNKNOWN))) {
      rows.forEach(
          (value, chosen) ->
              groups.add(
                  new Subgroup(
                      attribute,
                      value,
                      all.select(chosen.stream().mapToInt(Integer::intValue).toArray()))));
    }
  }

  private static String age(Examination examination) {
    if (examination.age().isEmpty()) {
      return UNKNOWN;
    }
    int age = examination.age().getAsInt();
    int group = (int) IntStream.of(AGES).filter(from -> age >= from).count();
    return group == 0
        ? "0 to " + (AGES[0] - 1)
        : group == AGES.length
            ? AGES[group - 1] + " and over"
            : AGES[group - 1] + " to " + (AGES[group] - 1);
  }

  private static String view(Examination examination) {
    if (examination.view() == View.LATERAL) {
      return "lateral";
    }
    boolean frontal = examination.view() == View.FRONTAL;
    return examination.projection().isEmpty()
        ? (frontal ? "frontal" : UNKNOWN)
        : examination.projection();
  }
}
