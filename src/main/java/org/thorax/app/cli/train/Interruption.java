package org.thorax.app.cli.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Handles Ctrl-C and SIGTERM while a resumable command runs: it becomes true, and the process ends
 * with exit code 130 or 143 when {@link #close} reports that the state is saved.
 */
public final class Interruption implements BooleanSupplier, AutoCloseable {
  /** The exit code of shells: 128 and the number of SIGINT. */
  public static final int EXIT_CODE = 130;

  private static final int PATIENCE_MINUTES = 10;

  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await, "thorax-interruption");

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public boolean getAsBoolean() {
    requested.set(true);
    return asked.get();
  }

  /** If the state was never queried, there is nothing to save. */
  private void await() {
    asked.set(true);
    if (requested.get()) {
      try {
        done.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (!asked.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending, and the hook waits for this.
      }
    }
    done.countDown();
  }
}
