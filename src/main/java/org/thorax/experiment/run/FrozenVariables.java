package org.thorax.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.model.FlatGraph;
import org.thorax.model.Model;
import org.thorax.model.Variable;
import org.thorax.model.keras.UnfrozenModel;

/** Handles the variables that are frozen in a network's file. */
final class FrozenVariables {
  private FrozenVariables() {}

  /**
   * The network with a note on its frozen variables, or with all of them trainable.
   *
   * @param unfreeze whether to make them trainable
   * @param kept names of variables that the run does not train in any case
   * @throws ThoraxException if no variable is trainable
   */
  static NetworkSource.Source of(NetworkSource.Source source, boolean unfreeze, Set<String> kept) {
    Model model = source.model();
    FlatGraph flat = model.flat();
    long frozen = flat.frozenVariables();
    if (!unfreeze
        && flat.variables().stream()
            .noneMatch(each -> each.trainable() && !kept.contains(each.name()))) {
      model.close();
      throw new ConfigurationException(
          "unfreeze",
          kept.isEmpty()
              ? "All %d variables of the network '%s' that could be trained are frozen (trainable = False) in its file; give `unfreeze` all to train them."
                  .formatted(frozen, flat.name())
              : "Beside the backbone, which `freeze-backbone` keeps, nothing of the network '%s' is trainable in its file; give `unfreeze` all, or leave out `freeze-backbone`."
                  .formatted(flat.name()));
    }
    List<String> remarks = new ArrayList<>(model.remarks());
    long trainable = flat.variables().stream().filter(Variable::trainable).count();
    if (frozen > 0) {
      remarks.add(
          unfreeze
              ? "%d of %d variables were frozen (trainable = False) by the network's file and are trained, because of `unfreeze` all."
                  .formatted(frozen, frozen + trainable)
              : "%d of %d variables are frozen (trainable = False) by the network's file and stay as they are; `unfreeze` all trains them."
                  .formatted(frozen, frozen + trainable));
    }
    Model told = (unfreeze ? UnfrozenModel.of(model) : model).withRemarks(remarks);
    return new NetworkSource.Source(told, source.backbone());
  }
}
