package org.thorax.data.description;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.thorax.ConfigurationException;

/**
 * The form of a table's labels.
 *
 * @param form of the labels
 * @param column with all findings, where it is one; "" for a column per class
 * @param sources by class, in the classes' order: its column, or the names it has in {@code column}
 * @param values the texts of each label, for a column per class
 * @param separator between findings in one cell
 * @param none names that mean no finding at all
 * @param others what to do with names of no class
 * @param repeats how several rows of one image become one sample
 */
record LabelRule(
    Form form,
    String column,
    Map<String, List<String>> sources,
    LabelValues values,
    String separator,
    List<String> none,
    Others others,
    Repeats repeats) {
  /** Where labels stand. */
  enum Form {
    /** One column for each class. */
    COLUMNS,
    /** All findings of an image in one cell: {@code A|B}, or Python's {@code ['A', 'B']}. */
    LIST,
    /** One finding in each row. */
    CLASS
  }

  /** What becomes of a finding that is none of the classes. */
  enum Others {
    /** An error, which names line, column and value. */
    REFUSE,
    /** An error, and so is a cell without a finding. */
    REQUIRE,
    /** Ignored. */
    IGNORE
  }

  /**
   * How several rows of one image become one sample.
   *
   * @param vote how their labels become one
   * @param reader the column that names who labelled; rows without are one reader's
   * @param only the one reader whose rows count
   */
  record Repeats(Vote vote, Optional<String> reader, Optional<String> only) {
    /** Rows of one image must have the same labels. */
    static final Repeats REFUSED = new Repeats(Vote.SAME, Optional.empty(), Optional.empty());

    /** Checks that a majority has readers. */
    Repeats {
      Objects.requireNonNull(vote, "vote");
      if ((vote == Vote.MAJORITY || only.isPresent()) && reader.isEmpty()) {
        throw new ConfigurationException(
            "dataset", "A vote of several readers needs the column that names them.");
      }
    }
  }

  /** How labels of several rows become one. */
  enum Vote {
    /** They must be equal. */
    SAME,
    /** They do not: every row is a sample of its own. */
    KEEP,
    /** Positive when one row is. */
    ANY,
    /**
     * Positive when more than half of the image's readers have a positive row; else uncertain when
     * one has an uncertain one.
     */
    MAJORITY
  }

  /** Checks that there are classes. */
  LabelRule {
    sources = new LinkedHashMap<>(sources);
    none = List.copyOf(none);
    if (sources.isEmpty()) {
      throw new ConfigurationException("dataset", "At least one class is needed, found none.");
    }
    if (form != Form.COLUMNS && column.isEmpty()) {
      throw new ConfigurationException(
          "dataset", "The column with the findings is needed, found none.");
    }
  }

  /** The classes in their order. */
  List<String> classes() {
    return List.copyOf(sources.keySet());
  }
}
