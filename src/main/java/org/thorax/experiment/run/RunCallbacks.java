package org.thorax.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.thorax.experiment.config.CallbackSettings;
import org.thorax.training.callback.Callback;
import org.thorax.training.callback.EarlyStopping;
import org.thorax.training.callback.ModelCheckpoint;
import org.thorax.training.callback.ReduceLROnPlateau;
import org.thorax.training.callback.TensorBoard;
import org.thorax.training.callback.TrainingCsv;

/**
 * All callbacks of a run, in the order in which they are called: the tables come first, so that
 * they contain an epoch in which a later callback fails. Owns their files.
 */
record RunCallbacks(TrainingCsv csv, Optional<TensorBoard> events, List<Callback> all)
    implements AutoCloseable {
  /** The callbacks of the settings, followed by others. */
  static RunCallbacks of(
      CallbackSettings settings,
      RunSaving saving,
      RunFolder folder,
      Supplier<TensorBoard> tensorBoard,
      List<Callback> further) {
    TrainingCsv csv = new TrainingCsv(folder.folder());
    List<Callback> all = new ArrayList<>(List.of(csv));
    Optional<TensorBoard> events =
        settings.tensorBoard() ? Optional.of(tensorBoard.get()) : Optional.empty();
    events.ifPresent(all::add);
    settings.reduceLROnPlateau().map(ReduceLROnPlateau::new).ifPresent(all::add);
    settings.earlyStopping().map(EarlyStopping::new).ifPresent(all::add);
    if (saving.kerasConfig().isPresent()) {
      all.add(new ModelCheckpoint(folder.folder(), settings.keep(), saving::writeCheckpoint));
    }
    all.addAll(further);
    return new RunCallbacks(csv, events, all);
  }

  @Override
  public void close() {
    csv.close();
    events.ifPresent(TensorBoard::close);
  }
}
