package org.thorax.experiment.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.log.LoggedRun;

/** The table of a logged run, which only its name or its sample counts reveal. */
final class TrainedTable {
  /**
   * Number of rows whose Lung Opacity and Consolidation add up to more than 0, in all three sets.
   */
  private static final long DEPENDENT_SAMPLES = 95_418;

  private TrainedTable() {}

  /** Notes for a user who repeats the run, one line each. */
  static List<String> remarks(LoggedRun run, JsonNode fields) {
    List<String> remarks = new ArrayList<>();
    List<String> endings = BenchmarkName.parse(run.entry().name()).unknown();
    if (endings.contains("NoFinding")) {
      remarks.add(relabelled("as its name says", "nofinding_train.csv", "nofinding"));
    }
    if (samples(fields) == DEPENDENT_SAMPLES) {
      remarks.add(
          relabelled("as its 95,418 samples say", "filtered_dependencies.csv", "dependencies"));
    }
    if (endings.contains("ValAug")) {
      remarks.add(
          "As its name says, the run's validation images were augmented too; here only those of training are.");
    }
    return remarks;
  }

  private static String relabelled(String why, String table, String rule) {
    return "The run was trained on %s, %s: give it by `data` .../%s; 'thorax dataset relabel `rule` %s' makes it."
        .formatted(table, why, table, rule);
  }

  private static long samples(JsonNode fields) {
    long samples = 0;
    for (String set : List.of("train", "validation", "test")) {
      samples += fields.path("num_samples_" + set).asLong();
      samples += fields.path(set.replace("validation", "valid") + "_num_samples").asLong();
    }
    return samples;
  }
}
