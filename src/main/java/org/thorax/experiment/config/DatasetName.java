package org.thorax.experiment.config;

import java.util.List;
import java.util.Optional;
import org.thorax.data.DatasetKind;

/** A dataset by the token that stands for it in a benchmark's name. */
public enum DatasetName {
  /** CheXpert: 14 observations, 0, 1, -1 (uncertain) or empty (not mentioned). */
  CHEXPERT("Chexpert", "Path", "", DatasetKind.CHEXPERT),
  /** NIH ChestX-ray14: 14 findings and "No Finding". */
  CHESTXRAY14("Chestxray", "Image Index", "images/", DatasetKind.CHESTXRAY14);

  private final String token;
  private final String pathColumn;
  private final String pathColumnPrefix;
  private final DatasetKind kind;

  DatasetName(String token, String pathColumn, String pathColumnPrefix, DatasetKind kind) {
    this.token = token;
    this.pathColumn = pathColumn;
    this.pathColumnPrefix = pathColumnPrefix;
    this.kind = kind;
  }

  /** The token of a benchmark name: {@code Chexpert} or {@code Chestxray}. */
  public String token() {
    return token;
  }

  /** The column of the dataset's table that holds the image's path. */
  public String pathColumn() {
    return pathColumn;
  }

  /** What stands before that path, relative to the dataset's folder. */
  public String pathColumnPrefix() {
    return pathColumnPrefix;
  }

  /** How its table is read. */
  public DatasetKind kind() {
    return kind;
  }

  /** All classes, the ones meant when a name has no token {@code N}. */
  public List<String> classes() {
    return kind.classes();
  }

  /** The class list that {@code N<count>} means; empty when that count has no agreed list. */
  public Optional<List<String>> classes(int count) {
    return kind.agreedClasses(count);
  }
}
