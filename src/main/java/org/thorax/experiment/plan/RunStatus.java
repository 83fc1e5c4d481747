package org.thorax.experiment.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The status of a run of a plan.
 *
 * @param phase where it stands
 * @param place how far its training is
 * @param loss of the epoch so far, or of the test set when done
 * @param auc of the last validation, or of the test set when done
 * @param seconds since it started
 * @param message the error, or the id of its log entry
 */
public record RunStatus(
    Phase phase,
    Place place,
    OptionalDouble loss,
    OptionalDouble auc,
    double seconds,
    String message) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The phase of a run. */
  public enum Phase {
    /** Not started. */
    WAITING,
    /** Its process is running. */
    RUNNING,
    /** Finished during this execution of the plan. */
    DONE,
    /** Finished earlier. */
    DONE_BEFORE,
    /** Failed with an error. */
    FAILED,
    /** Stopped on request; it can be resumed. */
    STOPPED
  }

  /**
   * How far a training is.
   *
   * @param epoch the one under way, from 1; 0 before
   * @param step of the epoch
   * @param steps in an epoch; 0 when not known
   * @param imagesPerSecond of the last step told
   */
  public record Place(int epoch, int step, int steps, double imagesPerSecond) {
    static final Place BEFORE = new Place(0, 0, 0, 0);
  }

  /** Before the run starts. */
  static final RunStatus WAITING =
      new RunStatus(
          Phase.WAITING, Place.BEFORE, OptionalDouble.empty(), OptionalDouble.empty(), 0, "");

  RunStatus as(Phase other, String text, double time) {
    return new RunStatus(other, place, loss, auc, time, text);
  }

  /** The status after a line of progress, a JSON object; the same for any other line. */
  RunStatus told(String line, double time) {
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return this;
    }
    JsonNode figures =
        event.path("event").asText().equals("done") ? event.path("test") : event.path("logs");
    OptionalDouble loss =
        event.has("loss") ? OptionalDouble.of(event.get("loss").asDouble()) : loss();
    OptionalDouble auc = auc();
    for (String name : List.of("val_auc", "auc")) {
      if (figures.has(name)) {
        auc = OptionalDouble.of(figures.get(name).asDouble());
        break;
      }
    }
    return new RunStatus(
        Phase.RUNNING,
        new RunStatus.Place(
            event.path("epoch").asInt(place().epoch()),
            event.path("step").asInt(place().step()),
            event.path("steps").asInt(place().steps()),
            event.path("images_per_second").asDouble(place().imagesPerSecond())),
        figures.has("loss") ? OptionalDouble.of(figures.get("loss").asDouble()) : loss,
        auc,
        time,
        event.path("id").asText(message()));
  }
}
