package org.thorax.experiment.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

/** Models in a bucket, against a fake-gcs-server process. */
@Tag("tools")
class BucketStoreTest {
  @TempDir private Path folder;
  @AutoClose private BucketFixture fixture;
  private TestBucket bucket;
  private BucketStore store;

  @BeforeEach
  void start() throws Exception {
    fixture = BucketFixture.start(folder);
    bucket = fixture.bucket();
    store = fixture.store();
  }

  @Test
  void whatIsPutComesBackWithItsChecksum() throws IOException {
    for (int size : new int[] {0, 1, TestBucket.CHUNK, TestBucket.CHUNK + 1, TestBucket.LARGE}) {
      Path file = bucket.file("a" + size, size, size);
      List<Long> moved = new ArrayList<>();

      StoredFile put = store.put("a" + size + ".h5", file, (now, all) -> moved.add(now));
      Path back = folder.resolve("back").resolve("b" + size);
      store.get(put, back, ModelStore.Transfer.UNSEEN);

      assertThat(put.size()).isEqualTo(size);
      assertThat(put.checksum()).isEqualTo(Checksum.of(file));
      assertThat(back).hasSameBinaryContentAs(file);
      assertThat(moved).isSorted().last().isEqualTo((long) size);
      assertThat(store.verify(put, ModelStore.Transfer.UNSEEN)).isTrue();
      assertThat(store.find(put.name())).contains(put);
    }
    assertThat(store.list()).extracting(StoredFile::name).hasSize(5).contains("a0.h5", "a1.h5");
    assertThat(bucket.sessions()).isEmpty();
    Storage client = bucket.client();
    assertThat(client.get(bucket.name(), "trained/a1.h5")).isNotNull();
  }

  @Test
  void ofTwoPushersOneWinsAndTheOtherIsTold() throws Exception {
    for (int size : new int[] {1000, TestBucket.LARGE}) {
      String name = "model" + size + ".h5";
      List<Callable<StoredFile>> pushers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Path file = bucket.file("f" + size + i, size, 10 + i);
        pushers.add(() -> store.put(name, file, ModelStore.Transfer.UNSEEN));
      }
      ExecutorService threads = Executors.newFixedThreadPool(pushers.size());
      List<StoredFile> winners = new ArrayList<>();
      int told = 0;
      for (Future<StoredFile> future : threads.invokeAll(pushers)) {
        try {
          winners.add(future.get());
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOf(ThoraxException.class)
              .hasMessageContaining("is another file")
              .hasMessageContaining("nothing was overwritten");
          told++;
        }
      }
      threads.shutdown();
      assertThat(winners).hasSize(1);
      assertThat(told).isEqualTo(3);
      assertThat(store.find(name)).contains(winners.get(0));
    }
  }

  @Test
  void pushingTheSameAgainMovesNothing() throws IOException {
    Path file = bucket.file("large", TestBucket.LARGE, 7);
    StoredFile first = store.put("large.h5", file, ModelStore.Transfer.UNSEEN);
    assertThat(store.put("large.h5", file, ModelStore.Transfer.UNSEEN)).isEqualTo(first);
    assertThat(bucket.gateway().uploaded).hasValue(TestBucket.LARGE);
  }

  @Test
  void onlyTheGenerationThatWasSeenIsDeleted() throws IOException {
    StoredFile old = store.put("a.h5", bucket.file("a", 10, 1), ModelStore.Transfer.UNSEEN);
    bucket
        .client()
        .create(BlobInfo.newBuilder(bucket.name(), "trained/a.h5").build(), new byte[] {1});
    StoredFile now = store.find("a.h5").orElseThrow();
    assertThat(now.generation()).isNotEqualTo(old.generation());
    assertThat(store.delete(now)).isTrue();
    assertThat(store.delete(now)).isFalse();
    assertThat(store.list()).isEmpty();
  }

  @Test
  void aMissingBucketIsSaid() throws IOException {
    Path small = bucket.file("small", 10, 1);
    Path large = bucket.file("large", TestBucket.LARGE, 1);
    try (BucketStore none = bucket.open("no-such-bucket")) {
      for (Path file : List.of(small, large)) {
        assertThatThrownBy(() -> none.put("a.h5", file, ModelStore.Transfer.UNSEEN))
            .isInstanceOf(ThoraxException.class)
            .hasMessageContaining("gs://no-such-bucket/trained/: there is no such bucket")
            .hasMessageNotContaining("\n");
      }
      assertThatThrownBy(none::list)
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("no such bucket");
    }
  }

  @Test
  void aServerThatIsNotThereIsSaid() {
    try (BucketStore none = bucket.at("http://127.0.0.1:9")) {
      assertThatThrownBy(none::list)
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("cannot be reached")
          .hasMessageContaining("`endpoint`");
    }
  }
}
