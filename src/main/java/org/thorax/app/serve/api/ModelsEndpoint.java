package org.thorax.app.serve.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.thorax.app.serve.http.Exchange;
import org.thorax.app.serve.http.Reply;
import org.thorax.app.serve.model.ModelCatalog;
import org.thorax.app.serve.model.ModelItem;
import org.thorax.model.ModelContract;
import org.thorax.model.Scaling;

/**
 * {@code GET /api/v1/models}: the available models, newest first, then the ensembles; and the
 * unavailable ones, with the reason.
 */
public record ModelsEndpoint(ModelCatalog catalog, ServeLimits limits)
    implements Exchange.Endpoint {
  @Override
  public Reply answer(Exchange exchange) {
    exchange.query().allowOnly(List.of());
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("most_members", limits.models().maxMembers())
        .put("most_bytes", limits.uploads().maxBytes());
    root.put("most_pixels", limits.uploads().maxPixels());
    ArrayNode list = root.putArray("models");
    ModelCatalog.Listing listing = catalog.listing();
    for (ModelItem item : listing.items()) {
      ModelContract contract = item.contract();
      ObjectNode model = list.addObject().put("id", item.id());
      model.put("architecture", contract.architecture());
      model.put("classes_from", item.logged() ? "log" : "model");
      model.put("height", contract.images().height().orElse(null));
      model.put("width", contract.images().width().orElse(null));
      model.put("scaling", contract.scaling().map(Scaling::token).orElse(null));
      model.put("cropped", contract.images().preparation().cropped());
      contract.classNames().forEach(model.putArray("classes")::add);
      item.members().forEach(model.putArray("members")::add);
      contract
          .images()
          .preparation()
          .transformations()
          .forEach(model.putArray("transformations")::add);
    }
    ArrayNode unavailable = root.putArray("unavailable");
    listing
        .unavailable()
        .forEach(each -> unavailable.addObject().put("id", each.id()).put("reason", each.reason()));
    return Reply.json(root);
  }
}
