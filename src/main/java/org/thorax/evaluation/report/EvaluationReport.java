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
 * @param keras what the logs have
 * @param classes exact figures by class
 * @param studies AUCs by image and by study
 * @param thresholds of all rules
 * @param subgroups AUCs of subgroups
 * @param folds figures of each fold, if the scores are those of a cross-validation
 */
public record EvaluationReport(
    Subject subject,
    ScoredSamples evaluated,
    KerasFigures keras,
    List<ClassMetrics> classes,
    List<GroupAucs> studies,
    Thresholds thresholds,
    List<GroupAucs> subgroups,
    Optional<FoldFigures> folds) {
  /** The classes of CheXpert's competition (Irvin et al. 2019). */
  static final List<String> COMPETITION =
      List.of("Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Pleural Effusion");

  /** Copies the lists. */
  public EvaluationReport {
    classes = List.copyOf(classes);
    studies = List.copyOf(studies);
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
    List<GroupAucs> studies = studies(evaluated, options.bootstrap());
    MeanAuc mean = studies.get(0).mean();
    List<ClassMetrics> classes =
        IntStream.range(0, names.size())
            .parallel()
            .mapToObj(c -> ClassMetrics.of(names.get(c), ranked.get(c), mean.perClass().get(c)))
            .toList();
    return new EvaluationReport(
        subject,
        evaluated,
        KerasFigures.of(evaluated),
        classes,
        studies,
        new Thresholds(
            choosing.isPresent() ? "validation" : subject.set(),
            ThresholdChoice.of(
                names,
                choosing.map(ScoredSamples::ranked).orElse(ranked),
                ranked,
                options.sensitivity())),
        Subgroups.of(evaluated).stream()
            .map(
                group ->
                    GroupAucs.of(
                        group.attribute(), group.value(), group.scored(), options.bootstrap()))
            .toList(),
        Optional.empty());
  }

  /**
   * Evaluates out-of-fold scores: all of them together, and those of each fold.
   *
   * @param foldOf the fold of each sample
   */
  public static EvaluationReport ofFolds(
      Subject subject, ScoredSamples evaluated, List<Integer> foldOf, EvaluationOptions options) {
    EvaluationReport pooled = of(subject, evaluated, Optional.empty(), options);
    return new EvaluationReport(
        pooled.subject,
        pooled.evaluated,
        pooled.keras,
        pooled.classes,
        pooled.studies,
        pooled.thresholds,
        pooled.subgroups,
        Optional.of(FoldFigures.of(evaluated, foldOf, options.bootstrap())));
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

  /** AUC over classes, by image. */
  public MeanAuc mean() {
    return studies.get(0).mean();
  }

  /** The mean exact AUC over the classes that have both labels; NaN if there is none. */
  public double meanAuc() {
    return mean().value();
  }

  /**
   * Figures as the logs have them.
   *
   * @param metrics Keras' metrics by name
   * @param microAuc Keras' AUC over all cells at once
   * @param classificationReport scikit-learn's text at 0.5
   */
  public record KerasFigures(
      Map<String, Double> metrics, double microAuc, String classificationReport) {
    private static KerasFigures of(ScoredSamples evaluated) {
      KerasMetrics keras = new KerasMetrics(evaluated.classes());
      keras.update(evaluated.labels(), evaluated.scores());
      ClassificationReport report = new ClassificationReport(evaluated.classes());
      report.update(evaluated.labels(), evaluated.scores());
      return new KerasFigures(keras.result(), keras.microAuc(), report.text());
    }
  }

  /**
   * The thresholds of all rules.
   *
   * @param chosenOn the set that they were chosen on
   * @param choices one a rule and class
   */
  public record Thresholds(String chosenOn, List<ThresholdChoice> choices) {
    /** Copies the list. */
    public Thresholds {
      choices = List.copyOf(choices);
    }
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
