package org.thorax.experiment.log;

import java.util.Locale;

/**
 * An issue of an entry that its reader should know.
 *
 * @param id the entry's id; empty if it has none
 * @param name the entry's experiment
 * @param kind of the issue
 * @param text the facts, one line
 */
public record LogIssue(String id, String name, Kind kind, String text) {
  /** The severity of an issue. */
  public enum Severity {
    /** An older format; nothing is wrong. */
    NOTE,
    /** A misleading value. */
    WARNING,
    /** The entry or the file is broken. */
    FAULT
  }

  /** The kinds of issues. */
  public enum Kind {
    /** The entry has no known schema. */
    UNREADABLE(Severity.FAULT),
    /** Two entries of one file have the same id. */
    DUPLICATE_ID(Severity.FAULT),
    /** Two entries of one file have the same name and version. */
    DUPLICATE_NAME(Severity.WARNING),
    /** The lists of a history differ in length. */
    UNEQUAL_HISTORY(Severity.FAULT),
    /** A value is NaN or infinite. */
    NOT_FINITE(Severity.WARNING),
    /** A value is implausibly large. */
    HUGE_VALUE(Severity.WARNING),
    /** The names of the test metrics are shifted by one. */
    SHIFTED_METRICS(Severity.WARNING),
    /** The test metrics have no loss, which was NaN and left out. */
    LOST_LOSS(Severity.WARNING),
    /** The history was lost and replaced by a placeholder. */
    LOST_HISTORY(Severity.WARNING),
    /** The run was not evaluated. */
    NOT_EVALUATED(Severity.WARNING),
    /** The report compares predictions with the labels of other images. */
    WRONG_REPORT(Severity.WARNING),
    /** The report contradicts the metrics. */
    REPORT_DISAGREES(Severity.WARNING),
    /** {@code learning_rate} is the final learning rate. */
    FINAL_RATE(Severity.WARNING),
    /** The run started with the final learning rate of an earlier run. */
    DECAYED_START(Severity.WARNING),
    /** A token of the name contradicts the fields. */
    NAME_CONTRADICTS(Severity.WARNING),
    /** The images had been cropped before, but {@code crop} is false. */
    CROPPED_BEFORE(Severity.WARNING),
    /** U75 with other lists of classes than usual. */
    OTHER_U75(Severity.WARNING),
    /** Upsampled with the factors of other classes. */
    OTHER_UPSAMPLING(Severity.WARNING),
    /** The validation and test set are the same samples. */
    VALIDATED_ON_TEST(Severity.WARNING),
    /** The metrics count labels of -1. */
    MASKED_METRICS(Severity.WARNING),
    /** A re-evaluation differs from the evaluation. */
    NOT_REPRODUCED(Severity.WARNING),
    /** {@code auc} is pooled over all cells, not the mean over classes. */
    POOLED_AUC(Severity.WARNING),
    /** {@code auc} counts a class without positive samples as 0. */
    UNDEFINED_CLASS(Severity.NOTE),
    /** The id is not a UUID of version 1, or has a prefix. */
    ODD_ID(Severity.WARNING),
    /** The times in id and file name differ. */
    ODD_MOMENT(Severity.WARNING),
    /** The name was edited after saving. */
    RENAMED(Severity.NOTE),
    /** The name says that the run failed. */
    FAILED(Severity.NOTE),
    /** The name has unknown tokens, or tokens in another order. */
    UNKNOWN_TOKENS(Severity.NOTE),
    /** The version is not a number. */
    ODD_VERSION(Severity.NOTE),
    /** The run has fewer epochs than planned. */
    ENDED_EARLY(Severity.NOTE),
    /** Metrics have older names. */
    OLDER_METRICS(Severity.NOTE),
    /** {@code f2_score_score_} instead of {@code f2_score_}. */
    MISSPELT_METRICS(Severity.NOTE),
    /** There are no metrics by class. */
    NO_CLASS_METRICS(Severity.NOTE),
    /** Some of the usual overall metrics are missing. */
    FEWER_METRICS(Severity.NOTE),
    /** The description has another wording. */
    OTHER_DESCRIPTION(Severity.NOTE),
    /** Sample counts have older names. */
    OLDER_COUNTS(Severity.NOTE),
    /** The benchmark lacks keys that are needed to rebuild it. */
    INCOMPLETE_BENCHMARK(Severity.NOTE),
    /** The re-evaluation has an empty {@code val}. */
    EMPTY_VALIDATION(Severity.NOTE),
    /** The entry has unknown keys. */
    UNKNOWN_KEYS(Severity.NOTE);

    private final Severity severity;

    Kind(Severity severity) {
      this.severity = severity;
    }

    /** The severity. */
    public Severity severity() {
      return severity;
    }

    /** The name on the command line, e.g. {@code final-rate}. */
    public String token() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
