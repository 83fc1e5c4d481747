package org.thorax.experiment.log;

import java.util.Locale;

/**
 * Something about an entry that its reader should know.
 *
 * @param id the entry's id; empty when it has none
 * @param name the entry's experiment
 * @param kind what it is
 * @param text the facts, one line
 */
public record LogIssue(String id, String name, Kind kind, String text) {
  /** How much it matters. */
  public enum Severity {
    /** An older way of writing; nothing is wrong. */
    NOTE,
    /** A value that does not mean what it seems to. */
    WARNING,
    /** The entry or the file is broken. */
    FAULT
  }

  /** The issues that are looked for. */
  public enum Kind {
    /** The entry's form is of no known schema. */
    UNREADABLE(Severity.FAULT),
    /** Two entries of one file have one id. */
    DUPLICATE_ID(Severity.FAULT),
    /** Two entries of one file have one name and version. */
    DUPLICATE_NAME(Severity.WARNING),
    /** The lists of a history differ in length. */
    UNEQUAL_HISTORY(Severity.FAULT),
    /** A value is NaN or infinite. */
    NOT_FINITE(Severity.WARNING),
    /** A value is larger than any that makes sense. */
    HUGE_VALUE(Severity.WARNING),
    /** The names of the test metrics stand one too early. */
    SHIFTED_METRICS(Severity.WARNING),
    /** The test metrics have no loss, which was NaN and left out. */
    LOST_LOSS(Severity.WARNING),
    /** The history was lost; a placeholder stands for it. */
    LOST_HISTORY(Severity.WARNING),
    /** The run was not evaluated. */
    NOT_EVALUATED(Severity.WARNING),
    /** The report compares predictions with the labels of other images. */
    WRONG_REPORT(Severity.WARNING),
    /** The report does not agree with the metrics. */
    REPORT_DISAGREES(Severity.WARNING),
    /** {@code learning_rate} is the rate at the end. */
    FINAL_RATE(Severity.WARNING),
    /** The run started with the rate that an earlier one had ended with. */
    DECAYED_START(Severity.WARNING),
    /** A token of the name says something else than the fields. */
    NAME_CONTRADICTS(Severity.WARNING),
    /** Images had been cropped before; {@code crop} says false. */
    CROPPED_BEFORE(Severity.WARNING),
    /** U75 with other lists of classes than usual. */
    OTHER_U75(Severity.WARNING),
    /** Upsampled with factors meant for other classes. */
    OTHER_UPSAMPLING(Severity.WARNING),
    /** Validation and test set are the same samples. */
    VALIDATED_ON_TEST(Severity.WARNING),
    /** Labels of -1 were counted in the metrics. */
    MASKED_METRICS(Severity.WARNING),
    /** A re-evaluation has other values than the evaluation. */
    NOT_REPRODUCED(Severity.WARNING),
    /** {@code auc} is pooled over all cells rather than the mean over classes. */
    POOLED_AUC(Severity.WARNING),
    /** {@code auc} counts a class without positive samples as 0. */
    UNDEFINED_CLASS(Severity.NOTE),
    /** The id is no UUID of version 1, or carries a prefix. */
    ODD_ID(Severity.WARNING),
    /** The moments in id and file name differ. */
    ODD_MOMENT(Severity.WARNING),
    /** The name was edited after saving. */
    RENAMED(Severity.NOTE),
    /** The name says that the run failed. */
    FAILED(Severity.NOTE),
    /** The name has tokens that stand for nothing known, or in another order. */
    UNKNOWN_TOKENS(Severity.NOTE),
    /** The version is no number. */
    ODD_VERSION(Severity.NOTE),
    /** Fewer epochs than planned were run. */
    ENDED_EARLY(Severity.NOTE),
    /** Metrics go by older names. */
    OLDER_METRICS(Severity.NOTE),
    /** {@code f2_score_score_} for {@code f2_score_}. */
    MISSPELT_METRICS(Severity.NOTE),
    /** There are no metrics by class. */
    NO_CLASS_METRICS(Severity.NOTE),
    /** Some of the usual overall metrics are missing. */
    FEWER_METRICS(Severity.NOTE),
    /** The description is worded otherwise. */
    OTHER_DESCRIPTION(Severity.NOTE),
    /** Counts of samples go by older names. */
    OLDER_COUNTS(Severity.NOTE),
    /** The benchmark lacks keys that rebuilding it needs. */
    INCOMPLETE_BENCHMARK(Severity.NOTE),
    /** The re-evaluation has an empty {@code val}. */
    EMPTY_VALIDATION(Severity.NOTE),
    /** The entry has keys that no schema knows. */
    UNKNOWN_KEYS(Severity.NOTE);

    private final Severity severity;

    Kind(Severity severity) {
      this.severity = severity;
    }

    /** How much it matters. */
    public Severity severity() {
      return severity;
    }

    /** The name on the command line, e.g. {@code final-rate}. */
    public String token() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
