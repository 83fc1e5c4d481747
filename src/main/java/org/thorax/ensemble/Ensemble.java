package org.thorax.ensemble;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.ThoraxException;

/**
 * Several models and how they are combined.
 *
 * @param name of the ensemble
 * @param classNames in the order of its outputs
 * @param members at least two
 * @param combination of their probabilities
 * @param fit how it came about
 */
public record Ensemble(
    String name,
    List<String> classNames,
    List<Member> members,
    Combination combination,
    Optional<FitReport> fit) {
  /**
   * A member.
   *
   * @param model its file or folder
   * @param title what people know it by, e.g. an experiment's name
   */
  public record Member(Path model, String title) {}

  /** Checks that the combination is one of these members. */
  public Ensemble {
    classNames = List.copyOf(classNames);
    members = List.copyOf(members);
    if (members.size() < 2) {
      throw new ThoraxException(
          "An ensemble needs at least 2 members, found " + members.size() + "; name more models.");
    }
    combination.check(members.size(), classNames.size());
  }
}
