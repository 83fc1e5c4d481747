package org.thorax.serve;

import java.util.ArrayList;
import java.util.List;

/** The models of one request, held until it is answered. */
final class Members implements AutoCloseable {
  private final List<ModelPool.Lease> leases = new ArrayList<>();
  private final List<ModelItem> items;

  /** Takes all of them or none. */
  Members(ModelPool pool, List<ModelItem> items) {
    this.items = List.copyOf(items);
    try {
      items.forEach(item -> leases.add(pool.lease(item)));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  List<ServedModel> models() {
    return leases.stream().map(ModelPool.Lease::model).toList();
  }

  List<ModelItem> items() {
    return items;
  }

  @Override
  public void close() {
    leases.forEach(ModelPool.Lease::close);
  }
}
