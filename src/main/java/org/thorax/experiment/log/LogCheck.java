package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thorax.ThoraxException;

/** Finds the issues of a log, entry by entry. */
public final class LogCheck {
  private LogCheck() {}

  /**
   * The issues in the order of the entries.
   *
   * @param entries as they are in the file
   */
  public static List<LogIssue> of(List<JsonNode> entries) {
    List<LogIssue> found = new ArrayList<>();
    Map<String, Integer> ids = new HashMap<>();
    Map<String, Integer> names = new HashMap<>();
    int place = 0;
    for (JsonNode tree : entries) {
      place++;
      EntryIssues findings =
          new EntryIssues(tree.path("id").asText(""), tree.path("name").asText("entry " + place));
      duplicates(tree, place, ids, names, findings);
      found.addAll(findings.found());
      found.addAll(of(tree));
    }
    return found;
  }

  /** The issues of a single entry. */
  public static List<LogIssue> of(JsonNode tree) {
    EntryIssues findings =
        new EntryIssues(tree.path("id").asText(""), tree.path("name").asText(""));
    try {
      ExperimentEntry entry = ExperimentEntry.of(tree);
      EntryFormCheck.check(entry, findings);
      EvaluationCheck.check(entry, findings);
      ReevaluationCheck.check(entry, findings);
      FieldsCheck.check(entry, findings);
      NameCheck.check(entry, findings);
    } catch (ThoraxException e) {
      findings.add(LogIssue.Kind.UNREADABLE, "%s", e.getMessage());
    }
    return findings.found();
  }

  private static void duplicates(
      JsonNode tree,
      int place,
      Map<String, Integer> ids,
      Map<String, Integer> names,
      EntryIssues findings) {
    String id = tree.path("id").asText("") + " " + tree.path("epoch_model").asText("");
    Integer first = ids.putIfAbsent(id, place);
    if (first != null) {
      findings.add(
          LogIssue.Kind.DUPLICATE_ID,
          "entry %d has the id of entry %d; look-ups find the first",
          place,
          first);
      return;
    }
    if (tree.has("epoch_model")) {
      return;
    }
    String named = tree.path("name").asText("") + " " + tree.path("version").asText("");
    first = names.putIfAbsent(named, place);
    if (first != null) {
      findings.add(
          LogIssue.Kind.DUPLICATE_NAME,
          "entry %d has the name and version of entry %d; only the id tells them apart",
          place,
          first);
    }
  }
}
