package org.thorax.data.phantom;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * The drawn findings of a study and its report.
 *
 * @param drawn severity (0..1] of each independently drawn finding
 * @param cells 1 present, 0 absent, -1 uncertain, empty not mentioned; every observation has one
 */
record Report(Map<Observation, Double> drawn, Map<Observation, OptionalDouble> cells) {
  /** The severity of a finding whose report is uncertain. */
  static final double FAINT = 0.35;

  Report {
    drawn = Collections.unmodifiableMap(new EnumMap<>(drawn));
    cells = Collections.unmodifiableMap(new EnumMap<>(cells));
  }

  /**
   * A study of a patient.
   *
   * @param certain whether every cell is 0 or 1, as in CheXpert's test set
   */
  static Report of(long patientSeed, int study, boolean certain) {
    SplittableRandom chronic = Seeds.random(patientSeed, 2);
    SplittableRandom random = Seeds.random(patientSeed, 3, study);
    Map<Observation, Double> drawn = new EnumMap<>(Observation.class);
    boolean healthy = random.nextDouble() < 0.30;
    for (Observation observation : Observation.values()) {
      boolean lasting = chronic.nextDouble() < observation.prevalence();
      boolean present =
          observation.chronic() ? lasting : random.nextDouble() < prevalence(observation, drawn);
      double severity = random.nextDouble(0.65, 1.0);
      boolean faint = !certain && !present && random.nextDouble() < 0.04;
      boolean device = observation == Observation.SUPPORT_DEVICES;
      if (observation != Observation.NO_FINDING && (!healthy || device)) {
        if (present || faint) {
          drawn.put(observation, present ? severity : FAINT);
        }
      }
    }
    return new Report(drawn, cells(drawn, certain, random));
  }

  // A failing heart causes oedema and effusions.
  private static double prevalence(Observation observation, Map<Observation, Double> drawn) {
    boolean heart = drawn.containsKey(Observation.CARDIOMEGALY);
    boolean fluid = drawn.containsKey(Observation.EDEMA);
    double factor =
        switch (observation) {
          case EDEMA -> heart ? 1.5 : 0.85;
          case PLEURAL_EFFUSION -> fluid ? 1.5 : 0.9;
          default -> 1;
        };
    return factor * observation.prevalence();
  }

  private static Map<Observation, OptionalDouble> cells(
      Map<Observation, Double> drawn, boolean certain, SplittableRandom random) {
    Map<Observation, Double> visible = withParents(drawn);
    Map<Observation, OptionalDouble> cells = new EnumMap<>(Observation.class);
    boolean finding = false;
    for (Observation observation : Observation.values()) {
      double severity = visible.getOrDefault(observation, 0.0);
      OptionalDouble cell =
          certain
              ? OptionalDouble.of(severity > 0 ? 1 : 0)
              : cell(observation, severity, random.nextDouble());
      cells.put(observation, cell);
      boolean noted = cell.isPresent() && cell.getAsDouble() != 0;
      finding |= observation != Observation.SUPPORT_DEVICES && (severity > 0 || noted);
    }
    // CheXpert's labeler: present if no other finding than devices is present or uncertain.
    OptionalDouble otherwise = certain ? OptionalDouble.of(0) : OptionalDouble.empty();
    cells.put(Observation.NO_FINDING, finding ? otherwise : OptionalDouble.of(1));
    return cells;
  }

  private static OptionalDouble cell(Observation observation, double severity, double chance) {
    if (observation == Observation.NO_FINDING) {
      return OptionalDouble.empty();
    }
    if (severity > FAINT) {
      return chance < 0.02 ? OptionalDouble.empty() : OptionalDouble.of(1);
    }
    if (severity > 0) {
      return OptionalDouble.of(-1);
    }
    if (chance < 0.03) {
      return OptionalDouble.of(-1);
    }
    return chance < 0.50 ? OptionalDouble.of(0) : OptionalDouble.empty();
  }

  /** The severities, with each parent at least as severe as its children. */
  static Map<Observation, Double> withParents(Map<Observation, Double> drawn) {
    Map<Observation, Double> all = new EnumMap<>(Observation.class);
    drawn.forEach(
        (observation, severity) -> {
          all.merge(observation, severity, Math::max);
          var parent = observation.parent();
          while (parent.isPresent()) {
            all.merge(parent.get(), severity, Math::max);
            parent = parent.get().parent();
          }
        });
    return all;
  }
}
