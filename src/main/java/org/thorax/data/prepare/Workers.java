package org.thorax.data.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Runs a job for every index with one daemon thread per processor. */
final class Workers {
  private Workers() {}

  /**
   * Returns when all is done; the first failure stops the work and is thrown.
   *
   * @param job called once for each of 0 to {@code count - 1}, by several threads
   */
  static void each(int count, IntConsumer job) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread = new Thread(() -> work(count, job, next, failure), "thorax-worker-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new IllegalStateException("Interrupted at work", e));
      Thread.currentThread().interrupt();
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
    if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private static void work(
      int count, IntConsumer job, AtomicInteger next, AtomicReference<Throwable> failure) {
    int index = next.getAndIncrement();
    while (index < count && failure.get() == null) {
      try {
        job.accept(index);
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
      index = next.getAndIncrement();
    }
  }
}
