package org.thorax.cli;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.experiment.StoredModels;
import org.thorax.experiment.StoredModels.State;
import org.thorax.log.ExperimentEntry;
import org.thorax.storage.ModelStore;
import org.thorax.storage.StoredFile;
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
    description = "Keeps trained models where others find them: a folder or a bucket.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT)
final class ModelsCommand implements Runnable {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Expected one of push, pull, list, verify, delete after 'models'.");
  }

  /** What all of them need. */
  static final class Place {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin private StoreOptions store;

    @Option(
        names = {"--models-dir", "--models"},
        defaultValue = "models",
        description = "Where models are here (${DEFAULT-VALUE}).")
    private Path modelsDir;

    @Option(
        names = {"--logs-dir", "--logs"},
        defaultValue = "logs",
        description = "Where the logs are, which know the ids (${DEFAULT-VALUE}).")
    private Path logsDir;

    StoredModels open() {
      Argument.of(spec, store::location);
      return store.open(modelsDir, logsDir);
    }

    StoredModels.Progress progress() {
      return name -> new TransferProgress(name, spec.commandLine().getOut());
    }

    void print(String line) {
      spec.commandLine().getOut().println(line);
    }
  }

  private static final String EXPERIMENT = "EXPERIMENT";

  @Command(
      name = "push",
      description = {
        "Puts an experiment's model, the Keras file and the SavedModel, into the store.",
        "Nothing is overwritten; an interrupted upload goes on where it stopped."
      })
  int push(
      @Mixin Place place,
      @Parameters(
              paramLabel = EXPERIMENT,
              arity = "1..*",
              description = "Ids or names of experiments in the logs.")
          List<String> experiments) {
    StoredModels models = place.open();
    try (ModelStore store = models.store()) {
      for (ExperimentEntry entry : entries(models, experiments)) {
        for (StoredFile file : models.push(entry, place.progress())) {
          place.print(
              "In %s: %s, CRC32C %s".formatted(store.location(), file.name(), file.checksum()));
        }
      }
    }
    return 0;
  }

  @Command(
      name = "pull",
      description = "Brings an experiment's model here from the store, where it belongs.")
  int pull(
      @Mixin Place place,
      @Parameters(
              paramLabel = EXPERIMENT,
              arity = "1..*",
              description = "Ids or names of experiments in the logs.")
          List<String> experiments) {
    StoredModels models = place.open();
    try (ModelStore store = models.store()) {
      for (ExperimentEntry entry : entries(models, experiments)) {
        models
            .pull(entry, place.progress())
            .forEach(path -> place.print("From %s: %s".formatted(store.location(), path)));
      }
    }
    return 0;
  }

  @Command(name = "list", description = "Lists what is in the store.")
  int list(@Mixin Place place) {
    StoredModels models = place.open();
    try (ModelStore store = models.store()) {
      List<StoredFile> files = store.list();
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
      place.print(files.size() + " files in " + store.location());
    }
    return 0;
  }

  @Command(
      name = "verify",
      description = {
        "Reads stored files through, compares their checksums and those of the files here.",
        "Ends with 1 when one is damaged, or another one here."
      })
  int verify(
      @Mixin Place place,
      @Parameters(
              paramLabel = EXPERIMENT,
              arity = "0..*",
              description = "Ids or names of experiments in the logs; all stored files without.")
          List<String> experiments) {
    StoredModels models = place.open();
    boolean good = true;
    try (ModelStore store = models.store()) {
      for (StoredFile file : files(models, experiments)) {
        State state = models.verify(file, models.owner(file), place.progress());
        place.print(
            "%-56s %s"
                .formatted(file.name(), state.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        good &= state == State.SAME || state == State.ONLY_STORED;
      }
      place.print(
          good ? "All checksums in " + store.location() + " are right." : "Not all are right.");
    }
    return good ? 0 : 1;
  }

  @Command(
      name = "delete",
      description = {
        "Deletes an experiment's model from the store; what is here and the logs stay.",
        "Without --yes it only says what it would delete."
      })
  int delete(
      @Mixin Place place,
      @Option(names = "--yes", description = "Delete.") boolean yes,
      @Parameters(
              paramLabel = EXPERIMENT,
              arity = "1..*",
              description = "Ids or names of experiments in the logs.")
          List<String> experiments) {
    StoredModels models = place.open();
    try (ModelStore store = models.store()) {
      for (StoredFile file : files(models, experiments)) {
        String what = file.name() + " from " + store.location();
        if (!yes) {
          place.print("Would delete " + what);
        } else if (store.delete(file)) {
          place.print("Deleted " + what);
        } else {
          place.print("Gone already: " + what);
        }
      }
    }
    if (!yes) {
      throw new ThoraxException("Nothing was deleted; add --yes.");
    }
    return 0;
  }

  private static List<ExperimentEntry> entries(StoredModels models, List<String> experiments) {
    return experiments.stream().map(models.here()::experiment).toList();
  }

  /** The stored files of experiments, or all of them. */
  private static List<StoredFile> files(StoredModels models, List<String> experiments) {
    List<String> given = Optional.ofNullable(experiments).orElse(List.of());
    if (given.isEmpty()) {
      return models.store().list();
    }
    List<StoredFile> files =
        entries(models, given).stream().flatMap(entry -> models.files(entry).stream()).toList();
    if (files.isEmpty()) {
      throw new ThoraxException(
          "There is no model of %s in %s; 'thorax models list' shows what is there."
              .formatted(String.join(", ", given), models.store().location()));
    }
    return files;
  }
}
