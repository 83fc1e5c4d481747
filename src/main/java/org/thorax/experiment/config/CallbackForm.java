package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.thorax.training.callback.EarlyStopping;
import org.thorax.training.callback.ModelCheckpoint;
import org.thorax.training.callback.Monitor;
import org.thorax.training.callback.Plateau;
import org.thorax.training.callback.ReduceLROnPlateau;

/**
 * Callbacks as {@code config.json} has them, in the words of {@code thorax train}'s options: {@code
 * early_stopping} and {@code reduce_lr_on_plateau} with Keras' arguments (null when there is none),
 * {@code terminate_on_nan}, {@code keep}, {@code tensorboard}.
 */
public final class CallbackForm {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private CallbackForm() {}

  public static ObjectNode of(CallbackSettings settings) {
    ObjectNode tree = JSON.objectNode();
    tree.set("early_stopping", settings.earlyStopping().map(CallbackForm::of).orElse(null));
    tree.set(
        "reduce_lr_on_plateau", settings.reduceLROnPlateau().map(CallbackForm::of).orElse(null));
    tree.put("terminate_on_nan", settings.terminateOnNan());
    tree.put("keep", keep(settings.keep()));
    tree.put("tensorboard", settings.tensorBoard());
    return tree;
  }

  private static ObjectNode of(EarlyStopping.Settings settings) {
    Plateau plateau = settings.plateau();
    ObjectNode tree = monitor(plateau.monitor());
    tree.put("patience", plateau.patience()).put("min_delta", plateau.minDelta());
    tree.put("baseline", (Double) null);
    settings.baseline().ifPresent(baseline -> tree.put("baseline", baseline));
    // Keras counts epochs from 0.
    tree.put("start_from_epoch", settings.startFromEpoch() - 1);
    return tree.put(
        "restore_best_weights",
        switch (settings.restore()) {
          case WHEN_STOPPED -> "stopped";
          case ALWAYS -> "always";
          case NEVER -> "never";
        });
  }

  private static ObjectNode of(ReduceLROnPlateau.Settings settings) {
    Plateau plateau = settings.plateau();
    return monitor(plateau.monitor())
        .put("factor", settings.factor())
        .put("patience", plateau.patience())
        .put("min_delta", plateau.minDelta())
        .put("cooldown", settings.cooldown())
        .put("min_lr", settings.minLearningRate());
  }

  private static ObjectNode monitor(Monitor monitor) {
    return JSON.objectNode()
        .put("monitor", monitor.name())
        .put("mode", monitor.mode().name().toLowerCase(Locale.ROOT));
  }

  private static String keep(ModelCheckpoint.Keep keep) {
    return keep == ModelCheckpoint.Keep.BEST_AND_LAST
        ? "best,last"
        : keep.name().toLowerCase(Locale.ROOT);
  }
}
