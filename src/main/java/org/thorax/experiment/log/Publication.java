package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * Moves finished runs from the unvalidated to the published log. Unfinished ones are kept: a failed
 * run, one that was not evaluated, one without history or configuration.
 *
 * @param moved the runs that were, or would be, moved
 * @param held the runs that are kept, each with the reason
 */
public record Publication(List<Item> moved, List<Item> held) {
  /**
   * One entry.
   *
   * @param id its id
   * @param name its experiment
   * @param reason why it is kept; empty if it is moved
   */
  public record Item(String id, String name, Optional<String> reason) {}

  /** Copies the lists. */
  public Publication {
    moved = List.copyOf(moved);
    held = List.copyOf(held);
  }

  /**
   * Moves the runs.
   *
   * @param ids of the runs; all if empty
   * @param dryRun whether to write nothing
   * @throws ThoraxException if an id is not in the unvalidated log
   */
  public static Publication of(ExperimentLogs logs, Set<String> ids, boolean dryRun) {
    return LogLock.holding(
        logs.published().file(),
        () -> LogLock.holding(logs.unvalidated().file(), () -> new Move(logs, ids).made(dryRun)));
  }

  /** Why an entry is not finished; empty if it is. */
  public static Optional<String> unfinished(JsonNode tree) {
    ExperimentEntry entry;
    try {
      entry = ExperimentEntry.of(tree);
    } catch (ThoraxException e) {
      return Optional.of(e.getMessage());
    }
    if (entry.name().contains("Failed")) {
      return Optional.of("its name marks it as failed");
    }
    if (entry.benchmark().isEmpty()) {
      return Optional.of("it has no benchmark");
    }
    if (!entry.hasHistory()) {
      return Optional.of("its history is lost");
    }
    if (entry.test().isEmpty() || entry.classificationReport().isEmpty()) {
      return Optional.of("it was not evaluated on the test set");
    }
    return entry.test().get().entrySet().stream()
        .filter(metric -> !Double.isFinite(metric.getValue()))
        .findFirst()
        .map(metric -> "its test " + metric.getKey() + " is " + metric.getValue());
  }

  /** Moves the runs under both locks. */
  private static final class Move {
    private final ExperimentLogs logs;
    private final Set<String> ids;
    private final List<Item> moved = new ArrayList<>();
    private final List<Item> held = new ArrayList<>();

    Move(ExperimentLogs logs, Set<String> ids) {
      this.logs = logs;
      this.ids = ids;
    }

    Publication made(boolean dryRun) {
      ObjectNode target = logs.published().read();
      ObjectNode source = logs.unvalidated().read();
      ArrayNode left = source.arrayNode();
      Set<String> missing = new LinkedHashSet<>(ids);
      for (JsonNode tree : ExperimentLog.entries(source)) {
        String id = tree.path("id").asText();
        missing.remove(id);
        boolean stays = !ids.isEmpty() && !ids.contains(id);
        if (stays || !moves(tree, id, ExperimentLog.entries(target))) {
          left.add(tree);
        }
      }
      if (!missing.isEmpty()) {
        throw new FileException(
            "Not in %s: %s; nothing was published."
                .formatted(logs.unvalidated().file(), String.join(", ", missing)));
      }
      if (!dryRun && !moved.isEmpty()) {
        source.set("experiments", left);
        // In this order, an interruption leaves an entry in both logs, which the next call
        // corrects.
        logs.published().write(target);
        logs.unvalidated().write(source);
      }
      return new Publication(moved, held);
    }

    private boolean moves(JsonNode tree, String id, ArrayNode target) {
      Optional<String> reason = unfinished(tree);
      Optional<JsonNode> there = Optional.empty();
      for (JsonNode published : target) {
        if (ExperimentLog.has(published, "id", id)) {
          there = Optional.of(published);
        }
      }
      if (reason.isEmpty() && there.isPresent() && !there.get().equals(tree)) {
        reason = Optional.of("another entry of that id is published");
      }
      Item item = new Item(id, tree.path("name").asText(), reason);
      if (reason.isPresent()) {
        held.add(item);
        return false;
      }
      if (there.isEmpty()) {
        target.add(tree);
      }
      moved.add(item);
      return true;
    }
  }
}
