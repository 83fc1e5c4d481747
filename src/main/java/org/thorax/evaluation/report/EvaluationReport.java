package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.evaluation.metrics.ClassificationReport;
import org.thorax.evaluation.metrics.DeLong;
import org.thorax.evaluation.metrics.KerasMetrics;
import org.thorax.evaluation.metrics.RankedScores;

/**
 * All results of an evaluation.
 *
 * @param subject the evaluated model and data
 * @param evaluated the scores
 * @param chosenOn the set on which thresholds were chosen
 * @param keras Keras' metrics by name, as in the logs
 * @param kerasMicroAuc Keras' AUC over all cells at once
 * @param classes exact metrics by class
 * @param mean AUC over classes
 * @param studies AUCs by image and by study
 * @param thresholds of all rules
 * @param subgroups AUCs of subgroups
 * @param classificationReport scikit-learn's text at 0.5
 */
public record EvaluationReport(
    Subject subject,
    ScoredSamples evaluated,
    String chosenOn,
    Map<String, Double> keras,
    double kerasMicroAuc,
    List<ClassFigures> classes,
    MeanAuc mean,
    List<GroupAucs> studies,
    List<ThresholdChoice> thresholds,
    List<GroupAucs> subgroups,
    String classificationReport) {
  /** The classes of CheXpert's competition (Irvin et al. 2019). */
  static final List<String> COMPETITION =
      List.of("Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Pleural Effusion");

  /** Copies the lists. */
  public EvaluationReport {
    classes = List.copyOf(classes);
    studies = List.copyOf(studies);
    thresholds = List.copyOf(thresholds);
    subgroups = List.copyOf(subgroups);
  }

  /**
   * Evaluates scores.
   *
   * @param evaluated scores of the evaluated set
   * @param choosing scores of the set on which thresholds are chosen; empty for the evaluated set
   */
  public static EvaluationReport of(
      Subject subject,
      ScoredSamples evaluated,
      Optional<ScoredSamples> choosing,
      EvaluationOptions options) {
    List<String> names = evaluated.classes();
    List<RankedScores> ranked = evaluated.ranked();
    KerasMetrics keras = new KerasMetrics(names);
    keras.update(evaluated.labels(), evaluated.scores());
    ClassificationReport report = new ClassificationReport(names);
    report.update(evaluated.labels(), evaluated.scores());
    List<GroupAucs> studies = studies(evaluated, options.bootstrap());
    MeanAuc mean = studies.get(0).mean();
    List<ClassFigures> classes =
        IntStream.range(0, names.size())
            .parallel()
            .mapToObj(c -> ClassFigures.of(names.get(c), ranked.get(c), mean.perClass().get(c)))
            .toList();
    return new EvaluationReport(
        subject,
        evaluated,
        choosing.isPresent() ? "validation" : subject.set(),
        keras.result(),
        keras.microAuc(),
        classes,
        mean,
        studies,
        ThresholdChoice.of(
            names,
            choosing.map(ScoredSamples::ranked).orElse(ranked),
            ranked,
            options.sensitivity()),
        Subgroups.of(evaluated).stream()
            .map(
                group ->
                    GroupAucs.of(
                        group.attribute(), group.value(), group.scored(), options.bootstrap()))
            .toList(),
        report.text());
  }

  private static List<GroupAucs> studies(ScoredSamples evaluated, MeanAuc.Bootstrap bootstrap) {
    List<GroupAucs> all = new ArrayList<>();
    all.add(GroupAucs.of("image", "each view", evaluated, bootstrap));
    ScoredSamples largest = evaluated.byStudy(ScoredSamples.Views.MAXIMUM);
    if (largest.size() < evaluated.size()) {
      ScoredSamples mean = evaluated.byStudy(ScoredSamples.Views.MEAN);
      all.add(GroupAucs.of("study", "maximum of views", largest, bootstrap));
      all.add(GroupAucs.of("study", "mean of views", mean, bootstrap));
    }
    return all;
  }

  /** The mean exact AUC over the classes that have both labels; NaN if there is none. */
  public double meanAuc() {
    return mean.value();
  }

  /**
   * AUCs of a part of the scores.
   *
   * @param kind of part, e.g. {@code sex}
   * @param value e.g. {@code Female}
   * @param units number of images or studies
   * @param patients number of patients
   * @param perClass in the order of the classes
   * @param positives in the order of the classes
   * @param mean over classes
   * @param competition over CheXpert's five, if all of them exist
   */
  public record GroupAucs(
      String kind,
      String value,
      int units,
      int patients,
      List<DeLong> perClass,
      List<Integer> positives,
      MeanAuc mean,
      Optional<MeanAuc> competition) {
    static GroupAucs of(
        String kind, String value, ScoredSamples scored, MeanAuc.Bootstrap bootstrap) {
      List<RankedScores> ranked = scored.ranked();
      List<String> names = scored.classes();
      Optional<MeanAuc> competition = Optional.empty();
      if (names.containsAll(COMPETITION)) {
        List<RankedScores> five =
            COMPETITION.stream().map(name -> ranked.get(names.indexOf(name))).toList();
        competition = Optional.of(MeanAuc.of(scored, five, bootstrap));
      }
      return new GroupAucs(
          kind,
          value,
          scored.size(),
          (int) scored.samples().patients().stream().distinct().count(),
          ranked.stream().map(DeLong::of).toList(),
          ranked.stream().map(RankedScores::positives).toList(),
          MeanAuc.of(scored, ranked, bootstrap),
          competition);
    }
  }
}
