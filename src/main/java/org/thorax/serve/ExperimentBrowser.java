package org.thorax.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.log.ExperimentEntry;
import org.thorax.log.ExperimentLogs;
import org.thorax.log.LogFile;
import org.thorax.log.LoggedRun;
import org.thorax.network.ModelContract;
import org.thorax.network.Scaling;

/**
 * {@code GET /api/v1/experiments}, and one of them by its key: the entries of both logs, read again
 * when a file changed.
 */
final class ExperimentBrowser implements Exchange.Endpoint {
  private static final List<LogFile> FILES = List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED);

  private final ExperimentLogs logs;
  private final ModelCatalog catalog;
  private Map<String, LoggedRun> runs = Map.of();
  private List<String> stamps = List.of("never read");

  ExperimentBrowser(Path folder, ModelCatalog catalog) {
    this.logs = new ExperimentLogs(folder);
    this.catalog = catalog;
  }

  @Override
  public Reply answer(Exchange exchange) {
    exchange.query().allowOnly(List.of());
    Map<String, LoggedRun> all = runs();
    if (exchange.argument().isEmpty()) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      ArrayNode list = root.putArray("experiments");
      all.forEach((key, run) -> list.add(ExperimentSummary.of(key, run)));
      return Reply.json(root);
    }
    LoggedRun run = all.get(exchange.argument());
    if (run == null) {
      throw new Problem(
          404, "There is no experiment '" + Quoted.of(exchange.argument()) + "' in the logs.");
    }
    ExperimentEntry entry = run.entry();
    ObjectNode tree = entry.toTree();
    tree.put("key", exchange.argument());
    ObjectNode figures = tree.putObject("test");
    run.metrics()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("val_") && !name.startsWith("best_")) {
                figures.put(name, value);
              }
            });
    String saved = entry.filename().replaceFirst("\\.h5$", "");
    catalog.items().stream()
        .filter(item -> item.id().equals(saved))
        .findFirst()
        .ifPresent(
            item -> {
              tree.set("card", card(item.contract()));
              EvaluatedRoc.of(item.path()).ifPresent(roc -> tree.set("roc", roc));
            });
    return Reply.json(tree);
  }

  private static ObjectNode card(ModelContract contract) {
    ObjectNode card = JsonNodeFactory.instance.objectNode();
    card.put("architecture", contract.architecture());
    card.put(
        "image",
        contract.width().orElse(0) + " x " + contract.height().orElse(0) + " pixels, grey");
    card.put("scaling", contract.scaling().map(Scaling::token).orElse("not known"));
    card.put("cropped_by_template", contract.preparation().cropped() ? "yes" : "no");
    card.put(
        "transformations",
        contract.preparation().transformations().isEmpty()
            ? "none"
            : String.join(", ", contract.preparation().transformations()));
    card.put("classes_in_order", String.join(", ", contract.classNames()));
    card.put("intended_use", "research; not a medical device");
    return card;
  }

  /** All runs by a key that is theirs alone: their id, counted where one comes twice. */
  private synchronized Map<String, LoggedRun> runs() {
    List<String> now = FILES.stream().map(file -> stamp(logs.log(file).file())).toList();
    if (!now.equals(stamps)) {
      Map<String, LoggedRun> read = new LinkedHashMap<>();
      for (LoggedRun run : logs.runs(FILES, unreadable -> {})) {
        String key = run.entry().id();
        for (int i = 2; read.containsKey(key); i++) {
          key = run.entry().id() + "." + i;
        }
        read.put(key, run);
      }
      runs = read;
      stamps = now;
    }
    return runs;
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (java.io.IOException e) {
      return "missing";
    }
  }
}
