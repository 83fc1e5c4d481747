package org.thorax.app.cli.model;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.app.cli.options.TransferProgress;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.registry.ModelStore;
import org.thorax.experiment.registry.StoredFile;
import org.thorax.experiment.registry.StoredModels;
import org.thorax.experiment.registry.StoredModels.State;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code thorax models}. */
@Command(
    name = "models",
    description =
        "Uploads, downloads and verifies trained models in a store: a folder or a bucket.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT)
public final class ModelsCommand implements Runnable {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Expected one of push, pull, list, verify, delete after 'models'.");
  }

  /** Options and operations of all subcommands. */
  static final class Place {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin private StoreOptions store;
    @Mixin private ExperimentFolders folders;

    /** Runs an operation on the opened store; returns 0 if it succeeds, else 1. */
    int with(Predicate<StoredModels> job) {
      Argument.of(spec, store::location);
      StoredModels models = store.open(folders.models(), folders.logs());
      ModelStore opened = models.store();
      try (opened) {
        return job.test(models) ? 0 : 1;
      }
    }

    /** Like {@link #with}, for a store that must exist. */
    int reading(Predicate<StoredModels> job) {
      Argument.of(spec, store::existing);
      return with(job);
    }

    StoredModels.Progress progress() {
      return name -> new TransferProgress(name, spec.commandLine().getOut());
    }

    void print(String line) {
      spec.commandLine().getOut().println(line);
    }
  }

  /** The given experiments, at least one. */
  static final class Experiments {
    @Parameters(
        paramLabel = "EXPERIMENT",
        arity = "1..*",
        description = "Experiments in the logs, by id or name.")
    private List<String> given;

    List<ExperimentEntry> in(StoredModels models) {
      return entries(models, given);
    }
  }

  @Command(
      name = "push",
      description = {
        "Uploads an experiment's model to the store: the Keras file and the SavedModel.",
        "Includes its benchmark (.yaml), test predictions and epoch checkpoints. Existing files "
            + "are never overwritten; an interrupted upload resumes where it stopped."
      })
  int push(@Mixin Place place, @Mixin Experiments experiments) {
    return place.with(
        models -> {
          for (ExperimentEntry entry : experiments.in(models)) {
            for (StoredFile file : models.push(entry, place.progress())) {
              place.print(
                  "In %s: %s, CRC32C %s"
                      .formatted(models.store().location(), file.name(), file.checksum()));
            }
          }
          return true;
        });
  }

  @Command(
      name = "pull",
      description = "Downloads an experiment's files from the store into the models folder.")
  int pull(@Mixin Place place, @Mixin Experiments experiments) {
    return place.reading(
        models -> {
          for (ExperimentEntry entry : experiments.in(models)) {
            List<Path> brought = new ArrayList<>(models.pull(entry, place.progress()));
            brought.addAll(models.pullCheckpoints(entry, place.progress()));
            brought.forEach(
                path -> place.print("From %s: %s".formatted(models.store().location(), path)));
          }
          return true;
        });
  }

  @Command(name = "list", description = "Lists the files in the store.")
  int list(@Mixin Place place) {
    return place.reading(
        models -> {
          List<StoredFile> files = models.store().list();
          for (StoredFile file : files) {
            place.print(
                String.format(
                    Locale.ROOT,
                    "%-56s %9.1f MB  %s  %s",
                    file.name(),
                    file.size() / 1e6,
                    DAY.format(file.updated()),
                    models.owner(file).map(ExperimentEntry::name).orElse("(not in the logs)")));
          }
          place.print(files.size() + " files in " + models.store().location());
          return true;
        });
  }

  @Command(
      name = "verify",
      description = {
        "Verifies the checksums of stored files, also against local copies.",
        "Exit code 1 when a file is damaged or differs from the local one."
      })
  int verify(
      @Mixin Place place,
      @Parameters(
              paramLabel = "EXPERIMENT",
              arity = "0..*",
              description = "Ids or names of experiments in the logs; all stored files without.")
          List<String> experiments) {
    return place.reading(
        models -> {
          List<StoredFile> files =
              experiments == null
                  ? models.store().list()
                  : files(models, entries(models, experiments));
          boolean good = true;
          for (StoredFile file : files) {
            State state = models.verify(file, models.owner(file), place.progress());
            place.print("%-56s %s".formatted(file.name(), words(state)));
            good &= state == State.SAME || state == State.ONLY_STORED;
          }
          place.print(
              good
                  ? "All checksums in " + models.store().location() + " are right."
                  : "Not all are right.");
          return good;
        });
  }

  @Command(
      name = "delete",
      description = {
        "Deletes an experiment's model from the store; local files and logs are kept.",
        "Without --yes it only prints what it would delete."
      })
  int delete(
      @Mixin Place place,
      @Option(names = "--yes", description = "Confirm the deletion.") boolean yes,
      @Mixin Experiments experiments) {
    return place.reading(
        models -> {
          for (StoredFile file : files(models, experiments.in(models))) {
            place.print(
                (yes
                        ? models.store().delete(file) ? "Deleted " : "Gone already: "
                        : "Would delete ")
                    + file.name()
                    + " from "
                    + models.store().location());
          }
          if (!yes) {
            throw new ConfigurationException("yes", "Nothing was deleted; add --yes.");
          }
          return true;
        });
  }

  private static String words(State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static List<ExperimentEntry> entries(StoredModels models, List<String> experiments) {
    return experiments.stream().map(models.here()::experiment).toList();
  }

  /** The stored files of experiments; it is an error if there are none. */
  private static List<StoredFile> files(StoredModels models, List<ExperimentEntry> experiments) {
    List<StoredFile> files =
        experiments.stream().flatMap(entry -> models.files(entry).stream()).toList();
    if (files.isEmpty()) {
      throw new ThoraxException(
          "There is no model of %s in %s; 'thorax models list' shows what is there."
              .formatted(
                  String.join(", ", experiments.stream().map(ExperimentEntry::name).toList()),
                  models.store().location()));
    }
    return files;
  }
}
