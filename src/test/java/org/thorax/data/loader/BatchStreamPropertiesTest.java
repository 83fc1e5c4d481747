package org.thorax.data.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.thorax.ThoraxException;
import org.thorax.data.Labels;
import org.thorax.data.image.GreyImage;

/** The batches of an epoch beside those that a plain loop makes. */
class BatchStreamPropertiesTest {
  private static final int SIDE = 3;

  @Property(tries = 150)
  void anyNumberOfThreadsGivesTheBatchesOfAPlainLoop(
      @ForAll @IntRange(max = 70) int samples,
      @ForAll @IntRange(min = 1, max = 20) int batchSize,
      @ForAll boolean dropLast,
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll @IntRange(min = 1, max = 5) int prefetch,
      @ForAll @LongRange(max = 0xffffffffL) long seed,
      @ForAll @IntRange(max = 30) int epoch,
      @ForAll boolean shuffled) {
    int[] order = new EpochOrder(samples, seed, shuffled).of(epoch);
    BatchOptions options =
        new BatchOptions(batchSize, dropLast, threads, prefetch, BadImagePolicy.FAIL);
    List<List<Integer>> expected = plain(order, options, Set.of());
    assertThat(batches(order, samples, options, Set.of())).isEqualTo(expected);
    assertThat(expected).hasSize(options.batches(samples));
  }

  @Property(tries = 100)
  void imagesLeftOutLeaveTheOthersWhereTheyWere(
      @ForAll @IntRange(min = 1, max = 60) int samples,
      @ForAll @IntRange(min = 1, max = 9) int batchSize,
      @ForAll @IntRange(min = 1, max = 6) int threads,
      @ForAll @LongRange(max = 0xffffffffL) long seed,
      @ForAll Set<@IntRange(max = 59) Integer> bad) {
    int[] order = new EpochOrder(samples, seed, true).of(0);
    BatchOptions options = new BatchOptions(batchSize, false, threads, 2, BadImagePolicy.SKIP);
    assertThat(batches(order, samples, options, bad)).isEqualTo(plain(order, options, bad));
  }

  @Property(tries = 50)
  void everyEpochHasEverySampleOnceInAnOrderOfItsOwn(
      @ForAll @IntRange(min = 12, max = 300) int samples,
      @ForAll @LongRange(max = 0xffffffffL) long seed,
      @ForAll @IntRange(max = 1000) int epoch) {
    EpochOrder order = new EpochOrder(samples, seed, true);
    int[] all = IntStream.range(0, samples).toArray();
    assertThat(order.of(epoch)).containsExactlyInAnyOrder(all).isEqualTo(order.of(epoch));
    assertThat(order.of(epoch)).isNotEqualTo(order.of(epoch + 1));
  }

  private static List<List<Integer>> plain(int[] order, BatchOptions options, Set<Integer> bad) {
    List<List<Integer>> batches = new ArrayList<>();
    for (int from = 0; from < order.length; from += options.batchSize()) {
      int to = Math.min(from + options.batchSize(), order.length);
      if (to - from == options.batchSize() || !options.dropLast()) {
        List<Integer> batch =
            Arrays.stream(order, from, to).filter(each -> !bad.contains(each)).boxed().toList();
        if (!batch.isEmpty()) {
          batches.add(batch);
        }
      }
    }
    return batches;
  }

  /** Samples by batch, once pixels and labels are found to be theirs. */
  private static List<List<Integer>> batches(
      int[] order, int samples, BatchOptions options, Set<Integer> bad) {
    ImageSource uneven =
        sample -> {
          LockSupport.parkNanos((sample * 7919L) % 11 * 5_000);
          if (bad.contains(sample)) {
            throw new ThoraxException(sample + " is bad");
          }
          return image(sample);
        };
    float[] values = new float[samples];
    for (int sample = 0; sample < samples; sample++) {
      values[sample] = sample;
    }
    Labels labels = new Labels(List.of("A"), values);
    List<List<Integer>> batches = new ArrayList<>();
    try (BatchStream stream = new BatchStream(uneven, labels, order, SIDE, SIDE, options)) {
      while (stream.hasNext()) {
        Batch batch = stream.next();
        batches.add(Arrays.stream(batch.samples()).boxed().toList());
        for (int i = 0; i < batch.size(); i++) {
          int sample = batch.samples()[i];
          assertThat(batch.labels()[i]).isEqualTo(sample);
          int from = i * SIDE * SIDE;
          assertThat(Arrays.copyOfRange(batch.pixels(), from, from + SIDE * SIDE))
              .isEqualTo(image(sample).pixels());
        }
      }
      List<Integer> left = stream.skipped().stream().map(BadImage::sample).toList();
      assertThat(left).isEqualTo(Arrays.stream(order).filter(bad::contains).boxed().toList());
    }
    return batches;
  }

  private static GreyImage image(int sample) {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (sample * 31 + i);
    }
    return new GreyImage(SIDE, SIDE, pixels);
  }
}
