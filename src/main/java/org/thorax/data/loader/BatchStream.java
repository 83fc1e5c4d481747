package org.thorax.data.loader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.Labels;

/**
 * The batches of one epoch. Daemon threads read images ahead of the consumer, at most {@link
 * BatchOptions#prefetch} batches; the order of the batches does not depend on the number of
 * threads. For one consumer thread; {@link #close} stops reading at once.
 */
public final class BatchStream implements Iterator<Batch>, AutoCloseable {
  private static final int MAX_NAMED = 10;

  private final ImageSource images;
  private final Labels labels;
  private final int[] order;
  private final int height;
  private final int width;
  private final BatchOptions options;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomForMore = lock.newCondition();
  private final Condition headComplete = lock.newCondition();

  // The lock guards all fields below.
  private final Deque<PendingBatch> pending = new ArrayDeque<>();
  private final List<BadImage> skipped = new ArrayList<>();
  private int batchesLeftToBegin;
  private int nextPlaceInOrder;
  private PendingBatch filling;
  private int nextPlace;
  private int places;
  private Throwable failure;
  private boolean closed;
  private long waited;

  // Used only by the consumer.
  private Batch ahead;
  private int placesAhead;
  private int consumed;

  /**
   * Starts reading.
   *
   * @param images source of the images
   * @param labels encoded labels of all samples
   * @param order sample indices in the requested order
   * @param height rows of the images
   * @param width columns of the images
   * @param options settings of the batches
   */
  public BatchStream(
      ImageSource images, Labels labels, int[] order, int height, int width, BatchOptions options) {
    this.images = images;
    this.labels = labels;
    this.order = order.clone();
    this.height = height;
    this.width = width;
    this.options = options;
    batchesLeftToBegin = options.batches(order.length);
    for (int i = 0; i < options.threads(); i++) {
      Thread thread = new Thread(this::readAhead, "thorax-reader-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Whether there is another batch; waits for it.
   *
   * @throws ThoraxException naming up to ten bad images of the next batch under {@link
   *     BadImagePolicy#FAIL}
   * @throws IllegalStateException if a reader failed with another error, or the stream is closed
   */
  @Override
  public boolean hasNext() {
    while (ahead == null) {
      PendingBatch head = awaitHead();
      if (head == null) {
        return false;
      }
      List<BadImage> bad = head.bad();
      if (!bad.isEmpty() && options.badImages() == BadImagePolicy.FAIL) {
        close();
        throw new DataException(message(bad));
      }
      skip(bad);
      placesAhead += head.places();
      Batch batch = head.batch(labels);
      // A batch with only bad images is skipped.
      ahead = batch.size() == 0 ? null : batch;
    }
    return true;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("All batches of the epoch were given");
    }
    Batch batch = ahead;
    ahead = null;
    consumed += placesAhead;
    placesAhead = 0;
    return batch;
  }

  /** How much of the order the batches so far have used, including bad images. */
  public int consumed() {
    return consumed;
  }

  /** How long the consumer has waited for batches so far, in nanoseconds. */
  public long waitedNanos() {
    lock.lock();
    try {
      return waited;
    } finally {
      lock.unlock();
    }
  }

  /** The samples left out so far, in order. */
  public List<BadImage> skipped() {
    lock.lock();
    try {
      return List.copyOf(skipped);
    } finally {
      lock.unlock();
    }
  }

  /** Stops reading; no reader starts another image. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      pending.clear();
      roomForMore.signalAll();
      headComplete.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The first batch when it is complete; null after the last. */
  private PendingBatch awaitHead() {
    lock.lock();
    try {
      long start = System.nanoTime();
      while (failure == null && !closed && mustWait()) {
        headComplete.await();
      }
      waited += System.nanoTime() - start;
      if (failure != null) {
        throw new IllegalStateException("Reading images failed: " + failure, failure);
      }
      if (closed) {
        throw new IllegalStateException("The stream of batches is closed");
      }
      PendingBatch head = pending.poll();
      roomForMore.signalAll();
      return head;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for images", e);
    } finally {
      lock.unlock();
    }
  }

  private boolean mustWait() {
    PendingBatch head = pending.peek();
    return head == null ? batchesLeftToBegin > 0 : !head.complete();
  }

  private void skip(List<BadImage> bad) {
    lock.lock();
    try {
      skipped.addAll(bad);
    } finally {
      lock.unlock();
    }
  }

  /** The loop of a reader: takes the next position of the order and reads its image. */
  private void readAhead() {
    while (true) {
      PendingBatch batch;
      int place;
      lock.lock();
      try {
        if (!awaitPlace()) {
          return;
        }
        batch = filling;
        place = nextPlace++;
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      Throwable fault = fill(batch, place);
      lock.lock();
      try {
        batch.placeDone();
        if (fault != null) {
          fail(fault);
        } else if (batch.isBad(place) && options.badImages() == BadImagePolicy.FAIL) {
          // Batches that were started are still delivered; nothing after them is read.
          batchesLeftToBegin = 0;
        }
        if (batch.complete()) {
          headComplete.signal();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private Throwable fill(PendingBatch batch, int place) {
    try {
      batch.fill(place, images);
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private void fail(Throwable fault) {
    failure = failure == null ? fault : failure;
    batchesLeftToBegin = 0;
    headComplete.signalAll();
    roomForMore.signalAll();
  }

  /**
   * Waits until a position can be read, and starts a batch if necessary; false if nothing is left.
   */
  private boolean awaitPlace() throws InterruptedException {
    while (true) {
      if (closed || failure != null) {
        return false;
      }
      if (nextPlace < places) {
        return true;
      }
      if (batchesLeftToBegin == 0) {
        return false;
      }
      if (pending.size() < options.prefetch()) {
        begin();
        return true;
      }
      roomForMore.await();
    }
  }

  private void begin() {
    int from = nextPlaceInOrder;
    nextPlaceInOrder = Math.min(from + options.batchSize(), order.length);
    places = nextPlaceInOrder - from;
    nextPlace = 0;
    filling = new PendingBatch(Arrays.copyOfRange(order, from, nextPlaceInOrder), height, width);
    pending.add(filling);
    batchesLeftToBegin--;
    roomForMore.signalAll();
  }

  private static String message(List<BadImage> bad) {
    String named = String.join(" ", bad.stream().limit(MAX_NAMED).map(BadImage::reason).toList());
    String rest = bad.size() > MAX_NAMED ? " And " + (bad.size() - MAX_NAMED) + " more." : "";
    return "Images of a batch cannot be used ("
        + bad.size()
        + "); fix them or continue without them with `on-bad-image` skip: "
        + named
        + rest;
  }
}
