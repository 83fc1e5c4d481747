package org.thorax.app.serve.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections on which a request has begun and its headers do not become whole: a byte now
 * and then keeps a connection from being idle, and Jetty waits for it as long as it comes.
 */
public final class SlowHeaders implements Connection.Listener, AutoCloseable {
  private final Duration grace;
  private final long graceNanos;
  private final Map<Connection, Progress> open = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "slow headers");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * What is known of a connection.
   *
   * @param bytes that had come when its last request was done
   * @param begun when more came than these; 0 before
   * @param answering whether a request is whole and not answered yet
   */
  private record Progress(long bytes, long begun, boolean answering) {}

  /** Headers must be whole after {@code grace}. */
  public SlowHeaders(Duration grace) {
    this.grace = grace;
    graceNanos = grace.toNanos();
    long period = Math.max(50, grace.toMillis() / 4);
    var unused = sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /** What senders are granted. */
  Duration grace() {
    return grace;
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Progress(0, System.nanoTime(), false));
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** The headers of a request are whole. */
  void whole(Connection connection) {
    open.computeIfPresent(connection, (key, now) -> new Progress(now.bytes(), 0, true));
  }

  /** The request is answered; another one may begin. */
  void answered(Connection connection) {
    open.computeIfPresent(
        connection, (key, now) -> new Progress(connection.getBytesIn(), 0, false));
  }

  private void sweep() {
    long now = System.nanoTime();
    open.replaceAll(
        (connection, progress) ->
            progress.answering()
                    || progress.begun() != 0
                    || connection.getBytesIn() <= progress.bytes()
                ? progress
                : new Progress(progress.bytes(), now, false));
    open.forEach(
        (connection, progress) -> {
          boolean waits = !progress.answering() && progress.begun() != 0;
          if (waits && now - progress.begun() > graceNanos) {
            connection.close();
          }
        });
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
