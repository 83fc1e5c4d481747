package org.thorax.experiment.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.experiment.plan.RunStatus.Phase;
import org.thorax.formats.io.AtomicFile;

/**
 * Executes a plan: each run in a separate process, so that a run that fails or runs out of memory
 * does not affect the others. The output of a process goes into {@code <name>.log}, its result into
 * {@code <name>.json}.
 */
public final class PlanRunner {
  /** The prefix of the program's error messages; the path to its help follows. */
  private static final String ERROR = "thorax: ";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_MILLIS = 200;

  /** Marks a folder as a plan's, before any run has ended. */
  private static final String MARK = ".thorax-plan";

  private final Plan plan;
  private final Path folder;
  private final int jobs;
  private final Function<List<String>, List<String>> command;
  private final BooleanSupplier interrupted;
  private final Start start;
  private final Map<String, RunStatus> statuses =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();

  /** What happens to runs of an earlier execution. */
  public enum Start {
    /** Finished runs are kept, interrupted ones are resumed. */
    RESUME,
    /** All runs start over. */
    RESTART
  }

  /**
   * A runner.
   *
   * @param folder where logs and results go
   * @param jobs number of concurrent processes, at least 1
   * @param command makes a process' command of the arguments of {@code thorax}
   * @param interrupted whether to stop the plan now
   */
  public PlanRunner(
      Plan plan,
      Path folder,
      int jobs,
      Function<List<String>, List<String>> command,
      BooleanSupplier interrupted) {
    this(plan, folder, jobs, command, interrupted, Start.RESUME);
  }

  /** A runner that may start all runs over. */
  public PlanRunner(
      Plan plan,
      Path folder,
      int jobs,
      Function<List<String>, List<String>> command,
      BooleanSupplier interrupted,
      Start start) {
    this.plan = plan;
    this.folder = folder;
    this.jobs = jobs;
    this.command = command;
    this.interrupted = interrupted;
    this.start = start;
    if (jobs < 1) {
      throw new ConfigurationException("jobs", "`jobs` must be at least 1, found " + jobs + ".");
    }
    for (PlannedRun run : plan.runs()) {
      statuses.put(
          run.name(),
          start == Start.RESUME && isDone(run)
              ? RunStatus.WAITING.as(Phase.DONE_BEFORE, "", 0)
              : RunStatus.WAITING);
    }
  }

  /** The status of each run, by name, in the plan's order. */
  public Map<String, RunStatus> statuses() {
    synchronized (statuses) {
      return new LinkedHashMap<>(statuses);
    }
  }

  /** Executes those finished runs again whose results cannot be used any more. */
  public void forget(Predicate<PlannedRun> lost) {
    for (PlannedRun run : plan.runs()) {
      if (statuses.get(run.name()).phase() == Phase.DONE_BEFORE && lost.test(run)) {
        update(run, RunStatus.WAITING);
      }
    }
  }

  /**
   * Executes all unfinished runs and returns when all have ended.
   *
   * @param watch called regularly from this thread
   * @throws ThoraxException if a foreign file has the name of a log or result
   */
  public void run(Runnable watch) {
    requireOwnFolder();
    if (start == Start.RESTART) {
      plan.runs().forEach(run -> AtomicFile.delete(resultFile(run)));
    }
    ExecutorService workers = Executors.newFixedThreadPool(jobs);
    try {
      for (PlannedRun run : plan.runs()) {
        if (statuses.get(run.name()).phase() == Phase.WAITING) {
          workers.execute(() -> run(run));
        }
      }
      workers.shutdown();
      boolean ended = false;
      while (!ended) {
        ended = workers.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (interrupted.getAsBoolean()) {
          processes.forEach(Process::destroy);
        }
        watch.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      processes.forEach(Process::destroy);
    }
  }

  /** The arguments of {@code thorax train} for a run: its own, and those for resuming it. */
  public static List<String> arguments(PlannedRun run) {
    return arguments(run, Start.RESUME);
  }

  private static List<String> arguments(PlannedRun run, Start start) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    arguments.addAll(run.arguments());
    arguments.addAll(
        List.of("--log-format", "json", start == Start.RESUME ? "--resume" : "--restart"));
    return arguments;
  }

  private void run(PlannedRun run) {
    if (interrupted.getAsBoolean()) {
      return;
    }
    long start = System.nanoTime();
    update(run, statuses.get(run.name()).as(Phase.RUNNING, "", 0));
    String last = "";
    Optional<String> error = Optional.empty();
    int exit;
    try {
      Files.createDirectories(folder);
      Process process =
          new ProcessBuilder(command.apply(arguments(run, this.start)))
              .redirectErrorStream(true)
              .start();
      processes.add(process);
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
          BufferedWriter log = Files.newBufferedWriter(logFile(run))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          log.write(line);
          log.newLine();
          log.flush();
          last = line.startsWith("{") || line.isBlank() ? last : line;
          error = line.startsWith(ERROR) ? Optional.of(line.substring(ERROR.length())) : error;
          if (line.startsWith("{")) {
            update(run, statuses.get(run.name()).told(line, seconds(start)));
          }
        }
      }
      exit = process.waitFor();
      processes.remove(process);
    } catch (IOException e) {
      exit = -1;
      last = "Cannot start or read the process: " + AtomicFile.reason(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    ended(run, exit, error.orElse(last), seconds(start));
  }

  private void ended(PlannedRun run, int exit, String last, double seconds) {
    RunStatus status = statuses.get(run.name());
    boolean stopped = exit != 0 && interrupted.getAsBoolean();
    Phase phase = exit == 0 ? Phase.DONE : stopped ? Phase.STOPPED : Phase.FAILED;
    String message =
        phase == Phase.FAILED ? "exit code %d: %s".formatted(exit, last) : status.message();
    RunStatus end = status.as(phase, message, seconds);
    update(run, end);
    ObjectNode result = JSON.createObjectNode().put("status", phase.name());
    run.arguments().forEach(result.putArray("arguments")::add);
    result.put("exit", exit).put("message", message).put("seconds", seconds);
    end.loss().ifPresent(loss -> result.put("loss", loss));
    end.auc().ifPresent(auc -> result.put("auc", auc));
    AtomicFile.write(resultFile(run), result.toPrettyString() + "\n");
  }

  /**
   * Results and logs of a run that was removed from the plan or changed are still the plan's files.
   */
  private void requireOwnFolder() {
    Path mark = folder.resolve(MARK);
    if (!Files.exists(mark)) {
      for (PlannedRun run : plan.runs()) {
        boolean own = result(run).isPresent();
        for (Path file : List.of(resultFile(run), logFile(run))) {
          if (!own && Files.exists(file)) {
            throw new ConfigurationException(
                "plan-dir",
                file
                    + " is there and is not of a plan's run; move it away, or give another `plan-dir`.");
          }
        }
      }
    }
    AtomicFile.write(mark, "Results and logs of the runs of a plan, by 'thorax run'.\n");
  }

  private Path logFile(PlannedRun run) {
    return folder.resolve(run.name() + ".log");
  }

  /** The status of an earlier run, if the file is a result. */
  private Optional<JsonNode> result(PlannedRun run) {
    try {
      return Optional.of(JSON.readTree(resultFile(run).toFile()))
          .filter(tree -> tree.has("status") && tree.has("arguments"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The id of a finished run's log entry; empty if the run is not finished, or finished with other
   * arguments.
   */
  public Optional<String> finished(PlannedRun run) {
    return isDone(run) ? result(run).map(tree -> tree.path("message").asText()) : Optional.empty();
  }

  /** Whether the run was finished before, with the same arguments. */
  private boolean isDone(PlannedRun run) {
    Optional<JsonNode> result = result(run);
    List<String> arguments = new ArrayList<>();
    result.ifPresent(tree -> tree.path("arguments").forEach(each -> arguments.add(each.asText())));
    return result.isPresent()
        && result.get().path("status").asText().equals(Phase.DONE.name())
        && arguments.equals(run.arguments());
  }

  private Path resultFile(PlannedRun run) {
    return folder.resolve(run.name() + ".json");
  }

  private void update(PlannedRun run, RunStatus status) {
    statuses.put(run.name(), status);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
