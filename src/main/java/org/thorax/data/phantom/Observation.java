package org.thorax.data.phantom;

import java.util.Optional;

/**
 * CheXpert's 14 observations in the order of its CSV, with the share of studies in which the
 * phantom draws them. A parent (CheXpert's hierarchy, Irvin et al. 2019, figure 1) is present if
 * its child is.
 */
public enum Observation {
  NO_FINDING("No Finding", 0, false),
  ENLARGED_CARDIOMEDIASTINUM("Enlarged Cardiomediastinum", 0.10, true),
  CARDIOMEGALY("Cardiomegaly", 0.26, true),
  LUNG_OPACITY("Lung Opacity", 0.10, false),
  LUNG_LESION("Lung Lesion", 0.14, true),
  EDEMA("Edema", 0.22, false),
  CONSOLIDATION("Consolidation", 0.18, false),
  PNEUMONIA("Pneumonia", 0.13, false),
  ATELECTASIS("Atelectasis", 0.22, false),
  PNEUMOTHORAX("Pneumothorax", 0.16, false),
  PLEURAL_EFFUSION("Pleural Effusion", 0.28, false),
  PLEURAL_OTHER("Pleural Other", 0.10, true),
  FRACTURE("Fracture", 0.15, false),
  SUPPORT_DEVICES("Support Devices", 0.40, false);

  private final String title;
  private final double prevalence;
  private final boolean chronic;

  Observation(String title, double prevalence, boolean chronic) {
    this.title = title;
    this.prevalence = prevalence;
    this.chronic = chronic;
  }

  /** The column name in CheXpert's CSV. */
  public String title() {
    return title;
  }

  /** Share of the studies of sick patients in which this observation is drawn independently. */
  double prevalence() {
    return prevalence;
  }

  /** Whether all studies of a patient share it. */
  boolean chronic() {
    return chronic;
  }

  /** The observation that is present if this one is. */
  Optional<Observation> parent() {
    return switch (this) {
      case CARDIOMEGALY -> Optional.of(ENLARGED_CARDIOMEDIASTINUM);
      case PNEUMONIA -> Optional.of(CONSOLIDATION);
      case LUNG_LESION, EDEMA, CONSOLIDATION, ATELECTASIS -> Optional.of(LUNG_OPACITY);
      default -> Optional.empty();
    };
  }
}
