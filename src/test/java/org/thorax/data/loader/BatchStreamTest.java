package org.thorax.data.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;
import org.thorax.data.Labels;
import org.thorax.data.image.GreyImage;

@Timeout(20)
class BatchStreamTest {
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void batchesComeInOrderWhateverTheNumberOfThreads(int threads) {
    int[] order = new EpochOrder(103, 6122156, true).of(3);
    ImageSource slow =
        sample -> {
          LockSupport.parkNanos(sample % 5 * 100_000L);
          return image(sample);
        };
    List<Integer> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    try (BatchStream stream = stream(slow, 103, order, options(10, threads, 3))) {
      stream.forEachRemaining(
          batch -> {
            checkContent(batch);
            sizes.add(batch.size());
            Arrays.stream(batch.samples()).forEach(seen::add);
          });
      assertThat(stream.skipped()).isEmpty();
    }
    assertThat(seen).containsExactly(Arrays.stream(order).boxed().toArray(Integer[]::new));
    assertThat(sizes).containsExactly(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 3);
  }

  @Test
  void theLastShortBatchCanBeDropped() {
    BatchOptions drop = new BatchOptions(4, true, 2, 2, BadImagePolicy.FAIL);
    assertThat(batches(BatchStreamTest::image, 10, drop))
        .extracting(Batch::size)
        .containsExactly(4, 4);
    assertThat(batches(BatchStreamTest::image, 3, drop)).isEmpty();
    assertThat(batches(BatchStreamTest::image, 0, options(4, 2, 2))).isEmpty();
  }

  @Test
  void skippedImagesAreLeftOutAndListedAndNeverReplaced() {
    Set<Integer> bad = Set.of(1, 4, 5, 6, 7, 9);
    BatchOptions skip = options(4, 3, 2).with(BadImagePolicy.SKIP);
    try (BatchStream stream = stream(failingAt(bad), 10, order(10), skip)) {
      List<Batch> batches = new ArrayList<>();
      stream.forEachRemaining(batches::add);
      batches.forEach(BatchStreamTest::checkContent);
      assertThat(batches)
          .extracting(batch -> Arrays.toString(batch.samples()))
          .containsExactly("[0, 2, 3]", "[8]");
      assertThat(stream.skipped()).extracting(BadImage::sample).containsExactly(1, 4, 5, 6, 7, 9);
      assertThat(stream.skipped().get(0).reason()).isEqualTo("1.jpg is damaged");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aBadImageStopsAtItsBatchAndIsNamed(int threads) {
    BatchOptions fail = options(5, threads, 4);
    try (BatchStream stream = stream(failingAt(Set.of(12, 14, 30)), 100, order(100), fail)) {
      assertThat(stream.next().samples()).containsExactly(0, 1, 2, 3, 4);
      assertThat(stream.next().samples()).containsExactly(5, 6, 7, 8, 9);
      assertThatThrownBy(stream::next)
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("(2)")
          .hasMessageContaining("12.jpg is damaged")
          .hasMessageContaining("14.jpg is damaged")
          .hasMessageNotContaining("30.jpg");
    }
  }

  @Test
  void anErrorOfTheReaderItselfReachesTheConsumerUnderEveryPolicy() {
    ImageSource broken =
        sample -> {
          throw new OutOfMemoryError("no room");
        };
    BatchOptions skip = options(4, 2, 2).with(BadImagePolicy.SKIP);
    try (BatchStream stream = stream(broken, 10, order(10), skip)) {
      Throwable thrown = catchThrowable(stream::hasNext);
      assertThat(thrown).isInstanceOf(IllegalStateException.class).hasRootCauseMessage("no room");
    }
  }

  @Test
  void anImageOfTheWrongSizeIsNotTaken() {
    ImageSource wrong = sample -> new GreyImage(1, 1, new byte[1]);
    assertThatThrownBy(() -> batches(wrong, 1, options(1, 1, 1)))
        .hasStackTraceContaining("An image of 1x1 came where the network takes 3x2");
  }

  @Test
  void noMoreIsReadAheadThanAsked() throws InterruptedException {
    AtomicInteger read = new AtomicInteger();
    ImageSource counting =
        sample -> {
          read.incrementAndGet();
          return image(sample);
        };
    try (BatchStream stream = stream(counting, 1000, order(1000), options(10, 4, 2))) {
      Thread.sleep(200);
      assertThat(read).hasValue(20);
      stream.next();
      Thread.sleep(200);
      assertThat(read).hasValue(30);
    }
  }

  @Test
  void closingEndsTheReadersThoughTheyWaitForRoomOrRead() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(2);
    Set<Thread> readers = ConcurrentHashMap.newKeySet();
    ImageSource source =
        sample -> {
          readers.add(Thread.currentThread());
          reading.countDown();
          return image(sample);
        };
    BatchStream stream = stream(source, 1000, order(1000), options(1, 3, 5));
    assertThat(reading.await(5, TimeUnit.SECONDS)).isTrue();
    stream.close();
    for (Thread reader : readers) {
      assertThat(reader.isDaemon()).isTrue();
      reader.join(5000);
      assertThat(reader.isAlive()).isFalse();
    }
    assertThatThrownBy(stream::hasNext).hasMessageContaining("closed");
  }

  @Test
  void theTimeTheConsumerWaitsIsCounted() {
    ImageSource slow =
        sample -> {
          LockSupport.parkNanos(50_000_000);
          return image(sample);
        };
    try (BatchStream stream = stream(slow, 2, order(2), options(2, 1, 1))) {
      stream.next();
      assertThat(stream.waitedNanos()).isGreaterThan(50_000_000);
    }
  }

  @Test
  void ordersDependOnSeedAndEpochAlone() {
    EpochOrder order = new EpochOrder(100, 6122156, true);
    assertThat(order.of(0)).isEqualTo(order.of(0)).isNotEqualTo(order.of(1));
    assertThat(order.of(0)).isNotEqualTo(new EpochOrder(100, 6122157, true).of(0));
    assertThat(order.of(5)).hasSize(100).doesNotHaveDuplicates();
    assertThat(EpochOrder.ofTable(4).of(9)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> BatchOptions.ofSize(0))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("batch size is at least 1");
  }

  private static List<Batch> batches(ImageSource images, int samples, BatchOptions options) {
    List<Batch> batches = new ArrayList<>();
    try (BatchStream stream = stream(images, samples, order(samples), options)) {
      stream.forEachRemaining(batches::add);
    }
    return batches;
  }

  private static BatchStream stream(
      ImageSource images, int samples, int[] order, BatchOptions options) {
    float[] labels = new float[samples * 2];
    for (int sample = 0; sample < samples; sample++) {
      labels[2 * sample] = sample % 2;
      labels[2 * sample + 1] = sample % 3 == 0 ? 1 : 0;
    }
    return new BatchStream(
        images, new Labels(List.of("A", "B"), labels), order, HEIGHT, WIDTH, options);
  }

  private static void checkContent(Batch batch) {
    for (int i = 0; i < batch.size(); i++) {
      int sample = batch.samples()[i];
      byte[] pixels = Arrays.copyOfRange(batch.pixels(), i * 6, i * 6 + 6);
      assertThat(pixels).isEqualTo(image(sample).pixels());
      assertThat(batch.labels()[2 * i]).isEqualTo(sample % 2);
      assertThat(batch.labels()[2 * i + 1]).isEqualTo(sample % 3 == 0 ? 1 : 0);
    }
  }

  private static ImageSource failingAt(Set<Integer> bad) {
    return sample -> {
      if (bad.contains(sample)) {
        throw new ThoraxException(sample + ".jpg is damaged");
      }
      return image(sample);
    };
  }

  private static GreyImage image(int sample) {
    byte[] pixels = new byte[HEIGHT * WIDTH];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (sample + 31 * i);
    }
    return new GreyImage(WIDTH, HEIGHT, pixels);
  }

  private static BatchOptions options(int size, int threads, int prefetch) {
    return new BatchOptions(size, false, threads, prefetch, BadImagePolicy.FAIL);
  }

  private static int[] order(int size) {
    return EpochOrder.ofTable(size).of(0);
  }
}
