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
 * @param aucs of parts of the scores
 * @param thresholds of all rules
 */
public record EvaluationReport(
    Subject subject,
    ScoredSamples evaluated,
    KerasFigures keras,
    List<ClassMetrics> classes,
    Aucs aucs,
    Thresholds thresholds) {
  /** The classes of CheXpert's competition (Irvin et al. 2019). */
  static final List<String> COMPETITION =
      List.of("Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Pleural Effusion");

  /** Copies the list. */
  public EvaluationReport {
    classes = List.copyOf(classes);
  }

  /**
   * AUCs of parts of the scores.
   *
   * @param studies by image and by study
   * @param subgroups of subgroups
   * @param folds of each fold, if the scores are those of a cross-validation
   */
  public record Aucs(
      List<GroupAucs> studies, List<GroupAucs> subgroups, Optional<FoldFigures> folds) {
    /** Copies the lists. */
    public Aucs {
      studies = List.copyOf(studies);
      subgroups = List.copyOf(subgroups);
    }

    Aucs with(FoldFigures figures) {
      return new Aucs(studies, subgroups, Optional.of(figures));
    }
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
        new Aucs(studies, subgroups(evaluated, options.bootstrap()), Optional.empty()),
        new Thresholds(
            choosing.isPresent() ? "validation" : subject.set(),
            ThresholdChoice.of(
                names,
                choosing.map(ScoredSamples::ranked).orElse(ranked),
                ranked,
                options.sensitivity())));
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
        pooled.aucs.with(FoldFigures.of(evaluated, foldOf, options.bootstrap())),
        pooled.thresholds);
  }

  /** Figures of each fold, if the scores are those of a cross-validation. */
  public Optional<FoldFigures> folds() {
    return aucs.folds();
  }

  private static List<GroupAucs> subgroups(ScoredSamples evaluated, MeanAuc.Bootstrap bootstrap) {
    return Subgroups.of(evaluated).stream()
        .map(group -> GroupAucs.of(group.attribute(), group.value(), group.scored(), bootstrap))
        .toList();
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
    return aucs.studies.get(0).mean();
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
      String report =
          evaluated.severalSets()
              ? ClassificationReport.ofLabelled(
                  evaluated.classes(), evaluated.labels(), evaluated.scores())
              : ClassificationReport.of(
                  evaluated.classes(), evaluated.labels(), evaluated.scores());
      return new KerasFigures(keras.result(), keras.microAuc(), report);
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
   * A part of the scores.
   *
   * @param kind of part, e.g. {@code sex}
   * @param value e.g. {@code Female}
   * @param units number of images or studies
   * @param patients number of patients
   */
  public record Part(String kind, String value, int units, int patients) {}

  /**
   * AUCs of a part of the scores.
   *
   * @param part which one
   * @param perClass in the order of the classes
   * @param positives in the order of the classes
   * @param mean over classes
   * @param competition over CheXpert's five, if all of them exist
   */
  public record GroupAucs(
      Part part,
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
          new Part(
              kind,
              value,
              scored.size(),
              (int) scored.samples().patients().stream().distinct().count()),
          ranked.stream().map(DeLong::of).toList(),
          ranked.stream().map(RankedScores::positives).toList(),
          MeanAuc.of(scored, ranked, bootstrap),
          competition);
    }
  }
}
