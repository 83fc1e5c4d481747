package org.thorax.app.cli.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thorax.experiment.plan.RunStatus;
import org.thorax.experiment.plan.RunStatus.Phase;
import org.thorax.experiment.run.FoldRun;
import org.thorax.experiment.run.FoldsFolder;

/**
 * One JSON object per line: {@code fold} when a run begins, begins an epoch, or ends; {@code
 * folds_done} at the end.
 */
final class FoldEvents implements FoldProgress {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final Map<String, String> told = new HashMap<>();

  FoldEvents(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(Map<String, RunStatus> statuses) {
    statuses.forEach(this::tell);
  }

  private void tell(String name, RunStatus status) {
    String state = status.phase() + " " + status.place().epoch();
    if (status.phase() == Phase.WAITING || state.equals(told.put(name, state))) {
      return;
    }
    ObjectNode event =
        JSON.createObjectNode()
            .put("event", "fold")
            .put("fold", Integer.parseInt(name.replaceFirst("\\D+", "")))
            .put("phase", status.phase().name().toLowerCase(Locale.ROOT))
            .put("epoch", status.place().epoch());
    status.loss().ifPresent(loss -> event.put("loss", loss));
    status.auc().ifPresent(auc -> event.put("auc", auc));
    print(event.put("message", status.message()));
  }

  @Override
  public void ended(Map<String, RunStatus> statuses, Path folder) {
    show(statuses);
  }

  @Override
  public void written(List<FoldRun> runs, FoldsFolder folder) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("event", "folds_done")
            .put("folder", folder.folder().toString())
            .put("predictions", folder.predictions().toString());
    runs.forEach(run -> event.withArray("models").add(run.model().toString()));
    print(event);
  }

  private void print(ObjectNode event) {
    out.println(event);
    out.flush();
  }
}
