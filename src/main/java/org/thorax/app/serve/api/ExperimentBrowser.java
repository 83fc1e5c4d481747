package org.thorax.app.serve.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thorax.app.serve.http.Exchange;
import org.thorax.app.serve.http.Problem;
import org.thorax.app.serve.http.Reply;
import org.thorax.app.serve.http.SafeText;
import org.thorax.app.serve.model.LoggedRuns;
import org.thorax.app.serve.model.ModelCatalog;
import org.thorax.app.serve.model.ModelItem;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.LogCheck;
import org.thorax.experiment.log.LogIssue;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.model.ModelContract;
import org.thorax.model.Scaling;

/** {@code GET /api/v1/experiments}, and one run by its key. */
public final class ExperimentBrowser implements Exchange.Endpoint {
  private final LoggedRuns logged;
  private final ModelCatalog catalog;

  public ExperimentBrowser(LoggedRuns logged, ModelCatalog catalog) {
    this.logged = logged;
    this.catalog = catalog;
  }

  @Override
  public Reply answer(Exchange exchange) {
    exchange.query().allowOnly(List.of());
    Map<String, LoggedRun> all = logged.all();
    if (exchange.argument().isEmpty()) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      ArrayNode list = root.putArray("experiments");
      all.forEach((key, run) -> list.add(ExperimentSummary.of(key, run)));
      return Reply.json(root);
    }
    LoggedRun run = all.get(exchange.argument());
    if (run == null) {
      throw new Problem(
          404, "There is no experiment '" + SafeText.of(exchange.argument()) + "' in the logs.");
    }
    ExperimentEntry entry = run.entry();
    ObjectNode tree = entry.toTree();
    tree.put("key", exchange.argument());
    ObjectNode figures = tree.putObject("test");
    run.metrics()
        .byName()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("val_") && !name.startsWith("best_")) {
                figures.put(name, value);
              }
            });
    tree.set("oddities", issues(entry));
    String saved = entry.filename().replaceFirst("\\.h5$", "");
    ModelCatalog.Listing listing = catalog.listing();
    for (ModelItem item : listing.items()) {
      if (ModelItem.stem(item.path()).equals(saved)) {
        tree.set("card", card(item));
        putRoc(tree, item.path());
      }
    }
    for (ModelCatalog.Unavailable each : listing.unavailable()) {
      if (ModelItem.stem(each.path()).equals(saved)) {
        tree.put("unavailable", each.reason());
        putRoc(tree, each.path());
      }
    }
    return Reply.json(tree);
  }

  /** The issues of the entry, as {@code log show} reports them. */
  private static ArrayNode issues(ExperimentEntry entry) {
    ArrayNode issues = JsonNodeFactory.instance.arrayNode();
    for (LogIssue issue : LogCheck.of(entry.toTree())) {
      issues
          .addObject()
          .put("kind", issue.kind().token())
          .put("severity", issue.kind().severity().name().toLowerCase(Locale.ROOT))
          .put("text", issue.text());
    }
    return issues;
  }

  /** An error in the curves must not hide the rest. */
  private static void putRoc(ObjectNode tree, Path model) {
    try {
      EvaluatedRoc.of(model).ifPresent(roc -> tree.set("roc", roc));
    } catch (Problem e) {
      tree.put("roc_problem", e.getMessage());
    }
  }

  private static ObjectNode card(ModelItem item) {
    ModelContract contract = item.contract();
    ObjectNode card = JsonNodeFactory.instance.objectNode();
    card.put("model", item.id());
    card.put("architecture", contract.architecture());
    card.put(
        "image",
        contract.images().width().orElse(0)
            + " x "
            + contract.images().height().orElse(0)
            + " pixels, grey");
    card.put("scaling", contract.scaling().map(Scaling::token).orElse("not known"));
    card.put("cropped_by_template", contract.images().preparation().cropped() ? "yes" : "no");
    card.put(
        "transformations",
        contract.images().preparation().transformations().isEmpty()
            ? "none"
            : String.join(", ", contract.images().preparation().transformations()));
    card.put("classes_in_order", String.join(", ", contract.classNames()));
    if (item.logged()) {
      card.put("known_from", "the log; the file itself does not name its classes");
    }
    card.put("intended_use", "research; not a medical device");
    return card;
  }
}
