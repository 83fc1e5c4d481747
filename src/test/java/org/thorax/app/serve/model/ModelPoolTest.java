package org.thorax.app.serve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.serve.RunningServer;
import org.thorax.app.serve.http.Problem;
import org.thorax.model.Device;
import org.thorax.model.keras.TinyClassifier;

class ModelPoolTest {
  private static final Duration LONG = Duration.ofHours(1);
  @TempDir private static Path folder;
  private static List<ModelItem> items;

  private final List<String> loads = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void write() {
    items =
        new ModelCatalog(
                RunningServer.models(folder), new LoggedRuns(folder.resolve("logs"), folder))
            .items();
  }

  private ServedModel load(ModelItem item) {
    loads.add(item.id());
    return new ServedModel(item, Device.CPU, 4, size -> {});
  }

  @Test
  void manyRequestsShareOneLoad() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ModelPool pool = new ModelPool(2, LONG, this::load)) {
      Callable<ServedModel> ask =
          () -> {
            try (ModelPool.Lease lease = pool.lease(items.get(0))) {
              return lease.model();
            }
          };
      List<Future<ServedModel>> found = threads.invokeAll(Collections.nCopies(8, ask));
      ServedModel first = found.get(0).get();
      for (Future<ServedModel> each : found) {
        assertThat(each.get()).isSameAs(first);
      }
      assertThat(loads).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theModelUnusedForLongestMakesRoomAndOneInUseNever() {
    try (ModelPool pool = new ModelPool(1, LONG, this::load)) {
      ModelPool.Lease first = pool.lease(items.get(0));
      assertThatThrownBy(() -> pool.lease(items.get(1)))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("in use");
      first.close();
      pool.lease(items.get(1)).close();
      assertThat(pool.size()).isEqualTo(1);
      pool.lease(items.get(0)).close();
      assertThat(loads)
          .containsExactly(RunningServer.FIRST, RunningServer.SECOND, RunningServer.FIRST);
    }
  }

  @Test
  void anIdleModelIsFreed() throws InterruptedException {
    try (ModelPool pool = new ModelPool(2, Duration.ofMillis(200), this::load)) {
      ModelPool.Lease lease = pool.lease(items.get(0));
      Thread.sleep(600);
      assertThat(pool.size()).isEqualTo(1);
      lease.close();
      for (int i = 0; i < 200 && pool.size() > 0; i++) {
        Thread.sleep(20);
      }
      assertThat(pool.size()).isZero();
    }
  }

  @Test
  void aModelThatCannotBeLoadedIsTriedAgain() {
    ModelItem missing =
        new ModelItem(
            "gone",
            folder.resolve("gone"),
            items.get(0).contract(),
            false,
            List.of(),
            Instant.EPOCH);
    try (ModelPool pool = new ModelPool(1, LONG, this::load)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> pool.lease(missing))
            .isInstanceOfSatisfying(
                Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
      }
      assertThat(loads).containsExactly("gone", "gone");
      assertThat(pool.size()).isZero();
    }
  }

  @Tag("long")
  @Test
  void modelsThatComeAndGoLeaveNoNativeMemoryBehind() throws Exception {
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.exists(status), "skipped: resident memory is read from /proc");
    Path large = folder.resolve("large");
    for (String id : List.of("one", "two")) {
      TinyClassifier.write(large.resolve(id), RunningServer.CLASSES, 32, 1, 8192);
    }
    List<ModelItem> both =
        new ModelCatalog(large, new LoggedRuns(folder.resolve("logs"), large)).items();
    try (ModelPool pool = new ModelPool(1, LONG, this::load)) {
      double[] resident = new double[8];
      for (int round = 0; round < resident.length; round++) {
        // Each takes the other one's place.
        both.forEach(item -> pool.lease(item).close());
        System.gc();
        resident[round] = megabytes(status);
      }
      assertThat(loads).hasSize(2 * resident.length);
      double before = Arrays.stream(resident, 2, 5).min().orElseThrow();
      double after = Arrays.stream(resident, 5, 8).min().orElseThrow();
      // Six loads lie between, each of 34 MB of weights at least.
      assertThat(after - before).as(Arrays.toString(resident)).isLessThan(34);
    }
  }

  private static double megabytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWaitsIsAnsweredTogetherAndInOrder() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    ExecutorService threads = Executors.newFixedThreadPool(9);
    try (MicroBatcher<Integer, Integer> batcher =
        new MicroBatcher<>(
            "test",
            5,
            numbers -> {
              sizes.add(numbers.size());
              begun.countDown();
              await(go);
              return numbers.stream().map(number -> number * number).toList();
            })) {
      List<Future<Integer>> answers = new ArrayList<>();
      answers.add(threads.submit(() -> batcher.ask(0)));
      begun.await();
      IntStream.range(1, 9).forEach(i -> answers.add(threads.submit(() -> batcher.ask(i))));
      Thread.sleep(200);
      go.countDown();
      for (int i = 0; i < 9; i++) {
        assertThat(answers.get(i).get()).isEqualTo(i * i);
      }
      assertThat(sizes).containsExactly(1, 5, 3);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
