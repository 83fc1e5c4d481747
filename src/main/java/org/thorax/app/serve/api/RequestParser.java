package org.thorax.app.serve.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.thorax.app.serve.http.Exchange;
import org.thorax.app.serve.http.Problem;
import org.thorax.app.serve.http.Query;
import org.thorax.app.serve.http.SafeText;
import org.thorax.app.serve.http.Upload;
import org.thorax.app.serve.http.UploadedImages;
import org.thorax.app.serve.model.ModelCatalog;
import org.thorax.app.serve.model.ModelItem;
import org.thorax.app.serve.model.ServedModel;
import org.thorax.data.image.GreyImage;
import org.thorax.data.phantom.PhantomSample;

/**
 * Reads images and models from a request.
 *
 * @param limits of uploads and members
 * @param catalog of models
 * @param samples built in, which need no upload
 */
public record RequestParser(ServeLimits limits, ModelCatalog catalog, List<PhantomSample> samples) {

  /** The models in the query, or the newest one. */
  List<ModelItem> models(Query query) {
    List<String> ids = List.copyOf(new LinkedHashSet<>(query.all("model")));
    if (ids.size() > limits.models().maxMembers()) {
      throw new Problem(
          400, "At most " + limits.models().maxMembers() + " models are accepted per request.");
    }
    if (!ids.isEmpty()) {
      return ids.stream().map(catalog::find).toList();
    }
    List<ModelItem> all = catalog.items();
    if (all.isEmpty()) {
      throw new Problem(
          404, "This server has no models; train one, or start it with `models` DIR.");
    }
    return List.of(all.get(0));
  }

  /** The uploaded files, or the selected sample. */
  UploadedImages sent(Exchange exchange, Query query) throws IOException {
    Optional<String> sample = query.one("sample");
    if (sample.isPresent()) {
      return UploadedImages.of(sample(sample.get()));
    }
    byte[] body = Upload.bytes(exchange, limits.uploads().maxBytes(), limits.connections().grace());
    String type = exchange.header(HttpHeader.CONTENT_TYPE).orElse("");
    return UploadedImages.of(body, type, limits.models().batch());
  }

  /** A decoded file. */
  GreyImage decoded(UploadedImages.File file, AdmissionControl.Place place) {
    return place.work(() -> Upload.decoded(file, limits.uploads().maxPixels()));
  }

  /** The file of that sample. */
  byte[] sample(String name) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Problem(404, "There is no sample '" + SafeText.of(name) + "'."))
        .jpeg();
  }

  /** The members' common classes, in the first member's order. */
  static List<String> commonClasses(List<ServedModel> members) {
    List<String> common = new ArrayList<>(members.get(0).classNames());
    members.forEach(member -> common.retainAll(member.classNames()));
    if (common.isEmpty()) {
      throw new Problem(422, "The chosen models have no class in common; choose others.");
    }
    return common;
  }
}
