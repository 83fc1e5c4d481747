package org.thorax.ensemble;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.DataException;

/**
 * Several models and their combination.
 *
 * @param name of the ensemble
 * @param classNames in the order of its outputs
 * @param members at least two
 * @param combination of their probabilities
 * @param fit how the combination was fitted
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
   * @param title its name for users, e.g. an experiment's name
   */
  public record Member(Path model, String title) {}

  /** Checks that the combination fits the members. */
  public Ensemble {
    classNames = List.copyOf(classNames);
    members = List.copyOf(members);
    if (members.size() < 2) {
      throw new DataException(
          "An ensemble needs at least 2 members, found " + members.size() + "; name more models.");
    }
    combination.check(members.size(), classNames.size());
  }
}
