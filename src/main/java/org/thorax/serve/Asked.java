package org.thorax.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.thorax.image.GreyImage;
import org.thorax.phantom.PhantomSample;

/**
 * Reads from a request which image and which models it is about.
 *
 * @param limits of uploads and members
 * @param catalog of models
 * @param samples that may be asked about without an upload
 */
record Asked(ServeLimits limits, ModelCatalog catalog, List<PhantomSample> samples) {

  /** The models that the query names, or the newest one. */
  List<ModelItem> models(Query query) {
    List<String> ids = List.copyOf(new LinkedHashSet<>(query.all("model")));
    if (ids.size() > limits.mostMembers()) {
      throw new Problem(
          400, "At most " + limits.mostMembers() + " models are asked together here.");
    }
    if (!ids.isEmpty()) {
      return ids.stream().map(catalog::find).toList();
    }
    List<ModelItem> all = catalog.items();
    if (all.isEmpty()) {
      throw new Problem(
          404, "This server has no models; train one, or start it with --models DIR.");
    }
    return List.of(all.get(0));
  }

  /** The image that was sent or chosen, decoded. */
  GreyImage image(Exchange exchange, Query query, Admission.Place place) throws IOException {
    Optional<String> sample = query.one("sample");
    byte[] bytes =
        sample.isPresent()
            ? sample(sample.get())
            : Upload.bytes(exchange, limits.mostBytes(), limits.grace());
    return place.work(() -> Upload.decoded(bytes, limits.mostPixels()));
  }

  /** The file of that sample. */
  byte[] sample(String name) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Problem(404, "There is no sample '" + Quoted.of(name) + "'."))
        .jpeg();
  }

  /** The members' common classes, in the first one's order. */
  static List<String> commonClasses(List<ServedModel> members) {
    List<String> common = new ArrayList<>(members.get(0).classNames());
    members.forEach(member -> common.retainAll(member.classNames()));
    if (common.isEmpty()) {
      throw new Problem(422, "The chosen models have no class in common; choose others.");
    }
    return common;
  }
}
