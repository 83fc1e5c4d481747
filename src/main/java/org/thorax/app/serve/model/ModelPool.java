package org.thorax.app.serve.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.thorax.ThoraxException;
import org.thorax.app.serve.http.Problem;

/**
 * Models that are loaded on the first request, shared by all requests, and closed after a while
 * without use or when another model needs their place. A model in use is never closed.
 */
public final class ModelPool implements AutoCloseable {
  private final int most;
  private final long idleNanos;
  private final Function<ModelItem, ServedModel> loader;
  private final Map<String, Loaded> loaded = new LinkedHashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "unused models");
            thread.setDaemon(true);
            return thread;
          });

  /** A loaded model; the pool's lock guards the counts. */
  private static final class Loaded {
    private final CompletableFuture<ServedModel> model = new CompletableFuture<>();
    private int users;
    private long lastUsed = System.nanoTime();
  }

  public ModelPool(int most, Duration idle, Function<ModelItem, ServedModel> loader) {
    this.most = most;
    this.idleNanos = idle.toNanos();
    this.loader = loader;
    long period = Math.max(100, idle.toMillis() / 4);
    var unused = sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /** The right to use a model, until it is closed. */
  final class Lease implements AutoCloseable {
    private final Loaded place;
    private final ServedModel model;

    private Lease(Loaded place, ServedModel model) {
      this.place = place;
      this.model = model;
    }

    ServedModel model() {
      return model;
    }

    @Override
    public void close() {
      release(place);
    }
  }

  /**
   * A model, loaded by the first request; others wait for it.
   *
   * @throws Problem 422 if it cannot be loaded, 503 if all places are in use
   */
  Lease lease(ModelItem item) {
    boolean first;
    Loaded place;
    List<ServedModel> unused = new ArrayList<>();
    synchronized (this) {
      first = !loaded.containsKey(item.id());
      if (first) {
        unused.addAll(makeRoom());
      }
      place = loaded.computeIfAbsent(item.id(), ignored -> new Loaded());
      place.users++;
    }
    unused.forEach(ServedModel::close);
    if (first) {
      load(item, place);
    }
    try {
      return new Lease(place, place.model.join());
    } catch (CompletionException e) {
      release(place);
      throw e.getCause() instanceof ThoraxException cause
          ? new Problem(422, "The model '" + item.id() + "' cannot be used: " + cause.getMessage())
          : e;
    }
  }

  private void load(ModelItem item, Loaded place) {
    try {
      place.model.complete(loader.apply(item));
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        loaded.remove(item.id(), place);
      }
      place.model.completeExceptionally(e);
    }
  }

  private synchronized void release(Loaded place) {
    place.users--;
    place.lastUsed = System.nanoTime();
  }

  /** Removes the least recently used model if all places are taken. */
  private List<ServedModel> makeRoom() {
    if (loaded.size() < most) {
      return List.of();
    }
    String longest =
        loaded.entrySet().stream()
            .filter(entry -> entry.getValue().users == 0)
            .min(Comparator.comparingLong(entry -> entry.getValue().lastUsed))
            .orElseThrow(
                () -> new Problem(503, "All places for models are in use; try again soon.", 5))
            .getKey();
    return List.of(loaded.remove(longest).model.join());
  }

  private void sweep() {
    List<ServedModel> unused = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      loaded
          .values()
          .removeIf(
              place -> {
                boolean idle = place.users == 0 && now - place.lastUsed > idleNanos;
                if (idle) {
                  unused.add(place.model.join());
                }
                return idle;
              });
    }
    unused.forEach(ServedModel::close);
  }

  /** The loaded models. */
  public synchronized int size() {
    return loaded.size();
  }

  /** Closes all models; none may be in use any more. */
  @Override
  public void close() {
    sweeper.shutdownNow();
    List<Loaded> all;
    synchronized (this) {
      all = List.copyOf(loaded.values());
      loaded.clear();
    }
    for (Loaded place : all) {
      // The loading thread closes a model that is still being loaded.
      var unused = place.model.thenAccept(ServedModel::close);
    }
  }
}
