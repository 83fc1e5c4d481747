package org.thorax.app.cli.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.CallbackSettings;
import org.thorax.training.callback.EarlyStopping;
import org.thorax.training.callback.ModelCheckpoint;
import org.thorax.training.callback.Monitor;
import org.thorax.training.callback.Plateau;
import org.thorax.training.callback.ReduceLROnPlateau;
import picocli.CommandLine.Option;

/** Keras' callbacks as options; their arguments have Keras' names. */
final class CallbackOptions {
  @Option(
      names = "--early-stopping",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "NAME=VALUE,...",
      description =
          "Stop training when a monitored metric stops improving: "
              + "patience=5,monitor=val_loss,min_delta=0,mode=auto, baseline, start_from_epoch=0, "
              + "restore_best_weights=stopped (only after an early stop), always or never.")
  private String earlyStopping = "";

  @Option(names = "--no-early-stopping", description = "Disable early stopping.")
  private boolean noEarlyStopping;

  @Option(
      names = "--reduce-lr-on-plateau",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "NAME=VALUE,...",
      description =
          "Reduce the learning rate when a monitored metric stops improving: "
              + "factor=0.5,patience=2,monitor=val_loss, mode=auto,min_delta=0.0001,cooldown=0,min_lr=0.")
  private String reduceLROnPlateau;

  @Option(
      names = "--terminate-on-nan",
      description = "Stop training when the loss is NaN and keep the results so far.")
  private boolean terminateOnNan;

  @Option(
      names = "--keep",
      paramLabel = "CHECKPOINTS",
      defaultValue = "best,last",
      description =
          "Checkpoints (weights.EE-LOSS.hdf5) to keep: best, last, all, none, or best,last "
              + "(default: ${DEFAULT-VALUE}).")
  private String keep;

  @Option(
      names = "--tensorboard",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Write TensorBoard events to the logs folder (default: on).")
  private boolean tensorBoard;

  /** The settings of the callbacks. */
  CallbackSettings settings() {
    return new CallbackSettings(
        noEarlyStopping ? Optional.empty() : Optional.of(earlyStopping()),
        Optional.ofNullable(reduceLROnPlateau).map(CallbackOptions::reduceLROnPlateau),
        terminateOnNan,
        keep(),
        tensorBoard);
  }

  private EarlyStopping.Settings earlyStopping() {
    EarlyStopping.Settings original = EarlyStopping.Settings.ORIGINAL;
    Arguments given = new Arguments("--early-stopping", earlyStopping);
    EarlyStopping.Settings settings =
        new EarlyStopping.Settings(
            given.plateau(original.plateau()),
            given.has("baseline")
                ? OptionalDouble.of(given.number("baseline", 0))
                : OptionalDouble.empty(),
            // Keras counts epochs from 0.
            given.whole("start_from_epoch", 0) + 1,
            switch (given.text("restore_best_weights", "stopped")) {
              case "stopped" -> EarlyStopping.Restore.WHEN_STOPPED;
              case "always", "true" -> EarlyStopping.Restore.ALWAYS;
              case "never", "false" -> EarlyStopping.Restore.NEVER;
              default -> throw given.wrong("restore_best_weights", "stopped, always or never");
            });
    given.requireNoOthers();
    return settings;
  }

  private static ReduceLROnPlateau.Settings reduceLROnPlateau(String text) {
    ReduceLROnPlateau.Settings original = ReduceLROnPlateau.Settings.ORIGINAL;
    Arguments given = new Arguments("--reduce-lr-on-plateau", text);
    ReduceLROnPlateau.Settings settings =
        new ReduceLROnPlateau.Settings(
            given.plateau(original.plateau()),
            given.number("factor", original.factor()),
            given.whole("cooldown", original.cooldown()),
            given.number("min_lr", original.minLearningRate()));
    given.requireNoOthers();
    return settings;
  }

  private ModelCheckpoint.Keep keep() {
    List<String> words =
        Arrays.stream(keep.toLowerCase(Locale.ROOT).split(",", -1)).map(String::strip).toList();
    if (words.equals(List.of("all"))) {
      return ModelCheckpoint.Keep.ALL;
    }
    if (words.equals(List.of("none"))) {
      return ModelCheckpoint.Keep.NONE;
    }
    if (!List.of("best", "last").containsAll(words)) {
      throw new ConfigurationException(
          "keep", "--keep must be best, last, best,last, all or none, found '" + keep + "'.");
    }
    return words.contains("best") && words.contains("last")
        ? ModelCheckpoint.Keep.BEST_AND_LAST
        : words.contains("best") ? ModelCheckpoint.Keep.BEST : ModelCheckpoint.Keep.LAST;
  }

  /** The {@code name=value,...} arguments of one option. */
  private static final class Arguments {
    private final String option;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> left;

    Arguments(String option, String text) {
      this.option = option;
      if (!text.isBlank()) {
        for (String pair : text.split(",", -1)) {
          int equals = pair.indexOf('=');
          if (equals < 1) {
            throw new ThoraxException(
                "%s takes NAME=VALUE,..., found '%s'; see thorax train --help."
                    .formatted(option, pair));
          }
          values.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
      }
      left = new LinkedHashMap<>(values);
    }

    boolean has(String name) {
      return values.containsKey(name);
    }

    String text(String name, String otherwise) {
      left.remove(name);
      return values.getOrDefault(name, otherwise).toLowerCase(Locale.ROOT);
    }

    double number(String name, double otherwise) {
      try {
        return Double.parseDouble(text(name, Double.toString(otherwise)));
      } catch (NumberFormatException e) {
        throw wrong(name, "a number");
      }
    }

    int whole(String name, int otherwise) {
      double number = number(name, otherwise);
      if (number != Math.rint(number) || number < 0) {
        throw wrong(name, "a whole number from 0");
      }
      return (int) number;
    }

    Plateau plateau(Plateau original) {
      return new Plateau(
          monitor(),
          number("min_delta", original.minDelta()),
          whole("patience", original.patience()));
    }

    private Monitor monitor() {
      String mode = text("mode", "auto");
      return new Monitor(
          text("monitor", "val_loss"),
          switch (mode) {
            case "auto" -> Monitor.Mode.AUTO;
            case "min" -> Monitor.Mode.MIN;
            case "max" -> Monitor.Mode.MAX;
            default -> throw wrong("mode", "auto, min or max");
          });
    }

    ThoraxException wrong(String name, String expected) {
      return new ThoraxException(
          "%s of %s must be %s, found '%s'.".formatted(name, option, expected, values.get(name)));
    }

    void requireNoOthers() {
      if (!left.isEmpty()) {
        throw new ThoraxException(
            "%s does not know '%s'; see thorax train --help."
                .formatted(option, left.keySet().iterator().next()));
      }
    }
  }
}
