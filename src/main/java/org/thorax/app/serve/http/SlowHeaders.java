package org.thorax.app.serve.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections whose request headers do not arrive in time: single bytes keep a connection
 * from being idle, and Jetty would wait for the rest indefinitely.
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
   * The state of a connection.
   *
   * @param bytes number of bytes received when its last request was completed
   * @param begun time when more bytes arrived; 0 before
   * @param answering whether a request is complete and has no response yet
   */
  private record Progress(long bytes, long begun, boolean answering) {}

  /** Headers must be complete after {@code grace}. */
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

  /** The headers of a request are complete. */
  void whole(Connection connection) {
    open.computeIfPresent(connection, (key, now) -> new Progress(now.bytes(), 0, true));
  }

  /** The response is sent; another request may begin. */
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
