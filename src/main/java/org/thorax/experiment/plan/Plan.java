package org.thorax.experiment.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.NearestName;
import org.thorax.formats.io.AtomicFile;

/**
 * Training runs to execute: a grid of architectures, benchmarks and seeds, and single runs.
 *
 * @param runs in the order in which they start
 */
public record Plan(List<PlannedRun> runs) {
  private static final Set<String> KEYS =
      Set.of("architectures", "benchmarks", "seeds", "options", "runs");
  private static final Set<String> RUN_KEYS =
      Set.of("architecture", "benchmark", "seed", "options");

  /** Options that are given once for each value. */
  private static final Set<String> REPEATED = Set.of("data", "set");

  /** Copies the list. */
  public Plan {
    runs = List.copyOf(runs);
  }

  /**
   * Reads a YAML file: lists {@code architectures}, {@code benchmarks}, {@code seeds}; {@code
   * options}, those of {@code thorax train} without dashes; {@code runs} with one of each.
   *
   * @throws ThoraxException naming the file and what is wrong in it
   */
  public static Plan read(Path file) {
    Object tree;
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
      tree = new Load(settings).loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new FileException(
          "Cannot read the plan " + file + ": " + AtomicFile.reason(e) + "; check the path.", e);
    } catch (YamlEngineException e) {
      throw new FileException(
          "The plan %s is not YAML: %s".formatted(file, e.getMessage().replaceAll("\\s+", " ")), e);
    }
    return new Reading(file).plan(tree);
  }

  private record Reading(Path file) {
    Plan plan(Object tree) {
      Map<String, Object> plan = map(tree, "the plan", KEYS);
      Map<String, Object> options = map(plan.get("options"), "options", null);
      List<PlannedRun> runs = new ArrayList<>();
      List<String> seeds = texts(plan.get("seeds"), "seeds");
      List<String> benchmarks = texts(plan.get("benchmarks"), "benchmarks");
      List<String> architectures = texts(plan.get("architectures"), "architectures");
      for (String benchmark : benchmarks) {
        for (String architecture : architectures.isEmpty() ? List.of("") : architectures) {
          for (int i = 0; i < Math.max(1, seeds.size()); i++) {
            Optional<String> seed = seeds.isEmpty() ? Optional.empty() : Optional.of(seeds.get(i));
            runs.add(run(benchmark, architecture, seed, i + 1, options));
          }
        }
      }
      for (Object single : list(plan.get("runs"), "runs")) {
        runs.add(single(map(single, "a run", RUN_KEYS), options));
      }
      if (runs.isEmpty()) {
        throw wrong("it has no benchmarks and no runs");
      }
      Map<String, Long> names =
          runs.stream().collect(Collectors.groupingBy(PlannedRun::name, Collectors.counting()));
      names.forEach(
          (name, count) -> {
            if (count > 1) {
              throw wrong("the run '" + name + "' is in it " + count + " times");
            }
          });
      return new Plan(runs);
    }

    private PlannedRun single(Map<String, Object> run, Map<String, Object> common) {
      Map<String, Object> options = new LinkedHashMap<>(common);
      options.putAll(map(run.get("options"), "options", null));
      if (!run.containsKey("benchmark")) {
        throw wrong("a run without a benchmark");
      }
      return run(
          run.get("benchmark").toString(),
          String.valueOf(run.getOrDefault("architecture", "")),
          Optional.ofNullable(run.get("seed")).map(Object::toString),
          1,
          options);
    }

    /** The second seed is the second run of the same name, as in experiment names. */
    private PlannedRun run(
        String benchmark,
        String architecture,
        Optional<String> seed,
        int repeat,
        Map<String, Object> options) {
      List<String> arguments = new ArrayList<>(List.of(benchmark));
      if (!architecture.isEmpty()) {
        arguments.addAll(List.of("--architecture", architecture));
      }
      seed.ifPresent(each -> arguments.addAll(List.of("--seed", each)));
      if (repeat > 1) {
        arguments.addAll(List.of("--run", Integer.toString(repeat)));
      }
      new TreeMap<>(options).forEach((name, value) -> add(arguments, name, value));
      String name = architecture.isEmpty() ? benchmark : architecture + "_" + benchmark;
      String unique = seed.map(each -> name + "_seed" + each).orElse(name);
      return new PlannedRun(unique.replaceAll("[^A-Za-z0-9_.+,-]+", "-"), arguments);
    }

    private static void add(List<String> arguments, String name, Object value) {
      if (value instanceof Boolean wanted) {
        // An option with the value false is left out.
        if (wanted) {
          arguments.add("--" + name);
        }
        return;
      }
      if (REPEATED.contains(name) && value instanceof List<?> list) {
        list.forEach(each -> arguments.addAll(List.of("--" + name, String.valueOf(each))));
        return;
      }
      arguments.add("--" + name);
      arguments.add(
          value instanceof List<?> list
              ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
              : String.valueOf(value));
    }

    private Map<String, Object> map(Object tree, String what, Set<String> keys) {
      if (tree == null) {
        return Map.of();
      }
      if (!(tree instanceof Map<?, ?> found)) {
        throw wrong(what + " must be NAME: VALUE lines, found '" + tree + "'");
      }
      Map<String, Object> map = new LinkedHashMap<>();
      found.forEach((key, value) -> map.put(String.valueOf(key), value));
      for (String key : map.keySet()) {
        if (keys != null && !keys.contains(key)) {
          throw wrong(
              what
                  + " knows "
                  + String.join(", ", keys.stream().sorted().toList())
                  + ", found '"
                  + key
                  + "'"
                  + NearestName.of(key, keys)
                      .map(near -> " (did you mean '" + near + "'?)")
                      .orElse(""));
        }
      }
      return map;
    }

    private List<?> list(Object tree, String what) {
      if (tree == null) {
        return List.of();
      }
      if (!(tree instanceof List<?> list)) {
        throw wrong(what + " must be a list, found '" + tree + "'");
      }
      return list;
    }

    private List<String> texts(Object tree, String what) {
      return list(tree, what).stream().map(String::valueOf).toList();
    }

    private ThoraxException wrong(String what) {
      return new FileException("The plan %s cannot be used: %s.".formatted(file, what));
    }
  }
}
