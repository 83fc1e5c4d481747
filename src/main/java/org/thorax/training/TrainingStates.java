package org.thorax.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.io.Generations;
import org.thorax.training.callback.SaveEvery;

/**
 * A training's states in a folder: the two newest ones, and the weights that a callback keeps. A
 * killed training continues from the newest valid state.
 */
public final class TrainingStates {
  private static final Pattern KEPT = Pattern.compile("weights-(\\d+)\\.[01]");

  private final Path folder;
  private final String run;
  private final SaveEvery every;
  private final BooleanSupplier interrupted;
  private final Generations files;
  private int keptBefore;
  private long savedAt = System.nanoTime();
  private int stepsSince;

  /**
   * The states of one run.
   *
   * @param folder usually {@code models/<experiment>/resume}
   * @param run identity of the run; the state of another run is refused
   * @param every interval of saving
   * @param interrupted whether to stop training after the current step
   */
  public TrainingStates(Path folder, String run, SaveEvery every, BooleanSupplier interrupted) {
    this.folder = folder;
    this.run = run;
    this.every = every;
    this.interrupted = interrupted;
    this.files = generations(folder);
  }

  private static Generations generations(Path folder) {
    return new Generations(folder, "state");
  }

  /** Whether a training can continue from {@code folder}. */
  public static boolean in(Path folder) {
    return generations(folder).exists();
  }

  Path folder() {
    return folder;
  }

  String run() {
    return run;
  }

  /** Whether the training should stop. */
  boolean interrupted() {
    return interrupted.getAsBoolean();
  }

  /** Counts a step and returns whether to save the state. */
  boolean due() {
    stepsSince++;
    return every.due(stepsSince, System.nanoTime() - savedAt);
  }

  /** Saves the state, and deletes kept weights that neither of the two states needs. */
  void save(TrainingState state) {
    files.write(state::writeTo);
    savedAt = System.nanoTime();
    stepsSince = 0;
    int kept = state.figures().decisions().keptWeights();
    deleteKept(List.of(kept, keptBefore));
    keptBefore = kept;
  }

  /**
   * The newest valid state.
   *
   * @throws ThoraxException if it belongs to another run
   */
  Optional<Generations.Version<TrainingState>> newest() {
    Optional<Generations.Version<TrainingState>> newest = files.newest(TrainingState::readFrom);
    newest.ifPresent(
        version -> {
          if (!version.value().figures().run().equals(run)) {
            throw new ConfigurationException(
                "restart",
                "The state in %s is of another run: expected %s, found %s; give the same benchmark, data and options, or start over with `restart`."
                    .formatted(folder, run, version.value().figures().run()));
          }
          keptBefore = version.value().figures().decisions().keptWeights();
        });
    return newest;
  }

  /** Saves weights under an epoch's number. */
  void keep(int epoch, Map<String, float[]> weights) {
    StateArrays kept = new StateArrays(new LinkedHashMap<>(weights));
    generations(epoch).write(kept::writeTo);
  }

  /** The weights saved for an epoch. */
  Map<String, float[]> kept(int epoch) {
    return generations(epoch)
        .newest(StateArrays::readFrom)
        .map(version -> version.value().byName())
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "restart",
                    "Expected the weights of epoch %d in %s, found none that are whole; start over with `restart`."
                        .formatted(epoch, folder)));
  }

  private Generations generations(int epoch) {
    return new Generations(folder, "weights-" + epoch);
  }

  private void deleteKept(List<Integer> needed) {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.toList()) {
        var matcher = KEPT.matcher(path.getFileName().toString());
        if (matcher.matches() && !needed.contains(Integer.valueOf(matcher.group(1)))) {
          AtomicFile.delete(path);
        }
      }
    } catch (IOException e) {
      throw new FileException("Cannot list " + folder + ": " + AtomicFile.reason(e) + ".", e);
    }
  }
}
