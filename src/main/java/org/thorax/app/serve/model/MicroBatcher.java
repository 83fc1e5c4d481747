package org.thorax.app.serve.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Computes requests of many threads together: the next batch contains everything that arrived while
 * the last one was computed. It does not wait for a batch to fill, so a single request is computed
 * at once.
 *
 * @param <Q> a request
 * @param <A> its result
 */
final class MicroBatcher<Q, A> implements AutoCloseable {
  private final BlockingQueue<Pending<Q, A>> waiting = new LinkedBlockingQueue<>();
  private final int most;
  private final Function<List<Q>, List<A>> together;
  private final Thread thread;
  private volatile boolean closed;

  private record Pending<Q, A>(Q question, CompletableFuture<A> answer) {}

  /**
   * Starts the worker thread.
   *
   * @param most largest batch size
   * @param together the results of requests, in their order
   */
  MicroBatcher(String name, int most, Function<List<Q>, List<A>> together) {
    this.most = most;
    this.together = together;
    this.thread = new Thread(this::run, "batches of " + name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Submits a request and waits for its result.
   *
   * @throws CancellationException if it is closed before
   */
  A ask(Q question) {
    Pending<Q, A> pending = new Pending<>(question, new CompletableFuture<>());
    waiting.add(pending);
    if (closed) {
      pending.answer().cancel(false);
    }
    try {
      return pending.answer().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run() {
    try {
      while (!closed) {
        List<Pending<Q, A>> batch = new ArrayList<>();
        batch.add(waiting.take());
        waiting.drainTo(batch, most - 1);
        answer(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(List<Pending<Q, A>> batch) {
    try {
      List<A> answers = together.apply(batch.stream().map(Pending::question).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException | Error e) {
      batch.forEach(pending -> pending.answer().completeExceptionally(e));
    }
  }

  /** Completes the current batch and cancels waiting requests. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    waiting.forEach(pending -> pending.answer().cancel(false));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
