package org.thorax.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.log.ExperimentEntry;
import org.thorax.log.ExperimentLog;
import org.thorax.log.ExperimentLogs;
import org.thorax.network.ModelContract;
import org.thorax.network.Scaling;

/**
 * {@code GET /api/v1/experiments}, and one of them by its key: the entries of both logs, read again
 * when a file changed.
 */
final class ExperimentBrowser implements Exchange.Endpoint {
  private final List<ExperimentLog> logs;
  private final ModelCatalog catalog;
  private Map<String, ExperimentEntry> entries = Map.of();
  private List<String> stamps = List.of("never read");

  ExperimentBrowser(Path folder, ModelCatalog catalog) {
    ExperimentLogs both = new ExperimentLogs(folder);
    this.logs = List.of(both.published(), both.unvalidated());
    this.catalog = catalog;
  }

  @Override
  public Reply answer(Exchange exchange) {
    exchange.query().allowOnly(List.of());
    Map<String, ExperimentEntry> all = entries();
    if (exchange.argument().isEmpty()) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      ArrayNode list = root.putArray("experiments");
      all.forEach((key, entry) -> list.add(ExperimentSummary.of(key, entry)));
      return Reply.json(root);
    }
    ExperimentEntry entry = all.get(exchange.argument());
    if (entry == null) {
      throw new Problem(
          404, "There is no experiment '" + Quoted.of(exchange.argument()) + "' in the logs.");
    }
    ObjectNode tree = entry.toTree();
    tree.put("key", exchange.argument());
    String saved = entry.filename().replaceFirst("\\.h5$", "");
    catalog.items().stream()
        .filter(item -> item.id().equals(saved))
        .findFirst()
        .ifPresent(item -> tree.set("card", card(item.contract())));
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

  /** All entries by a key that is theirs alone: their id, counted where one comes twice. */
  private synchronized Map<String, ExperimentEntry> entries() {
    List<String> now = logs.stream().map(log -> stamp(log.file())).toList();
    if (!now.equals(stamps)) {
      Map<String, ExperimentEntry> read = new LinkedHashMap<>();
      List<ExperimentEntry> all = new ArrayList<>();
      logs.forEach(log -> all.addAll(log.entries()));
      for (ExperimentEntry entry : all) {
        String key = entry.id();
        for (int i = 2; read.containsKey(key); i++) {
          key = entry.id() + "." + i;
        }
        read.put(key, entry);
      }
      entries = read;
      stamps = now;
    }
    return entries;
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (java.io.IOException e) {
      return "missing";
    }
  }
}
