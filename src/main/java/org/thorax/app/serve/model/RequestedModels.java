package org.thorax.app.serve.model;

import java.util.ArrayList;
import java.util.List;
import org.thorax.explain.MapRequest;

/** The models of one request, held until the response is ready. */
public final class RequestedModels implements AutoCloseable {
  /** Smallest number of positions per side. */
  private static final int FEW = 4;

  private final List<ModelPool.Lease> leases = new ArrayList<>();
  private final List<ModelItem> items;

  /** Acquires all of them or none. */
  public RequestedModels(ModelPool pool, List<ModelItem> items) {
    this.items = List.copyOf(items);
    try {
      items.forEach(item -> leases.add(pool.lease(item)));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  public List<ServedModel> models() {
    return leases.stream().map(ModelPool.Lease::model).toList();
  }

  /** Notes on models whose maps are too coarse to localize small findings, one line each. */
  public List<String> coarse(MapRequest request) {
    List<String> remarks = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String id = items.get(i).id();
      leases
          .get(i)
          .model()
          .gridOf(request)
          .filter(grid -> Math.min(grid[0], grid[1]) < FEW)
          .ifPresent(
              grid ->
                  remarks.add(
                      "%s: its maps are made of %d x %d places only and point at nothing small."
                          .formatted(id, grid[1], grid[0])));
    }
    return remarks;
  }

  public List<ModelItem> items() {
    return items;
  }

  @Override
  public void close() {
    leases.forEach(ModelPool.Lease::close);
  }
}
