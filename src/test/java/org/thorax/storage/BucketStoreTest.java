package org.thorax.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

/** Against a fake-gcs-server process, through a gateway that fails when told to. */
class BucketStoreTest {
  private static final int CHUNK = 256 << 10;
  private static final int LARGE = 5 * CHUNK + 1234;
  private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), 4);

  private static FakeGcsServer server;

  @TempDir Path folder;
  private FaultyGateway gateway;
  private String bucket;
  private BucketStore store;

  @BeforeAll
  static void startServer() throws Exception {
    server = FakeGcsServer.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void makeBucket() throws IOException {
    gateway = new FaultyGateway(server.address());
    bucket = "models-" + System.nanoTime();
    options(server.address()).getService().create(BucketInfo.of(bucket));
    store = open(gateway.address(), bucket);
  }

  @AfterEach
  void close() {
    store.close();
    gateway.close();
  }

  private BucketStore open(String address, String name) {
    return new BucketStore(
        options(address),
        name,
        "trained/",
        new BucketStore.Limits(CHUNK, QUICK, new UploadSessions(folder.resolve("sessions"))));
  }

  private static StorageOptions options(String address) {
    return StorageOptions.http()
        .setHost(address)
        .setProjectId("thorax")
        .setRetrySettings(
            RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(1))
                .setMaxRetryDelayDuration(Duration.ofMillis(1))
                .setTotalTimeoutDuration(Duration.ofSeconds(5))
                .setMaxAttempts(3)
                .build())
        .setCredentials(NoCredentials.getInstance())
        .build();
  }

  private Path file(String name, int size, long seed) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  private List<Path> sessions() throws IOException {
    if (!Files.exists(folder.resolve("sessions"))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder.resolve("sessions"))) {
      return all.toList();
    }
  }

  @Test
  void whatIsPutComesBackWithItsChecksum() throws IOException {
    for (int size : new int[] {0, 1, CHUNK, CHUNK + 1, LARGE}) {
      Path file = file("a" + size, size, size);
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
    assertThat(sessions()).isEmpty();
    Storage client = options(server.address()).getService();
    assertThat(client.get(bucket, "trained/a1.h5")).isNotNull();
  }

  @Test
  void anInterruptedUploadIsResumedByALaterProcess() throws IOException {
    Path file = file("large", LARGE, 1);
    gateway.uploadBudget.set(2L * CHUNK + 77);
    assertThatThrownBy(() -> store.put("large.h5", file, ModelStore.Transfer.UNSEEN))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("an upload goes on where it stopped");
    assertThat(store.list()).isEmpty();
    assertThat(sessions()).hasSize(1);
    assertThat(Files.getPosixFilePermissions(folder.resolve("sessions"))).hasSize(3);

    gateway.uploadBudget.set(Long.MAX_VALUE);
    List<Long> moved = new ArrayList<>();
    try (BucketStore later = open(gateway.address(), bucket)) {
      StoredFile put = later.put("large.h5", file, (now, all) -> moved.add(now));
      assertThat(put.checksum()).isEqualTo(Checksum.of(file));
    }

    assertThat(moved.get(0)).isEqualTo(2L * CHUNK + 77);
    assertThat(gateway.uploaded).as("no byte goes twice").hasValue(LARGE);
    assertThat(sessions()).isEmpty();
  }

  @Test
  void aBusyStoreIsAskedAgain() throws IOException {
    Path file = file("large", LARGE, 2);
    AtomicBoolean first = new AtomicBoolean(true);
    StoredFile put =
        store.put(
            "large.h5",
            file,
            (now, all) -> {
              if (now == 3L * CHUNK && first.getAndSet(false)) {
                gateway.busy.set(2);
              }
            });
    assertThat(put.checksum()).isEqualTo(Checksum.of(file));
    assertThat(gateway.uploaded).hasValue(LARGE);
  }

  @Test
  void aSessionThatIsGoneIsBegunAnew() throws IOException {
    Path file = file("large", LARGE, 3);
    new UploadSessions(folder.resolve("sessions"))
        .keep(
            "gs://" + bucket + "/trained/large.h5",
            Checksum.of(file),
            LARGE,
            gateway.address() + "/upload/storage/v1/b/x/o?uploadType=resumable&upload_id=old");
    assertThat(store.put("large.h5", file, ModelStore.Transfer.UNSEEN).checksum())
        .isEqualTo(Checksum.of(file));
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    Path file = file("large", LARGE, 4);
    StoredFile put = store.put("large.h5", file, ModelStore.Transfer.UNSEEN);
    gateway.damaging = true;
    Path back = folder.resolve("back");

    assertThatThrownBy(() -> store.get(put, back, ModelStore.Transfer.UNSEEN))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("Expected CRC32C " + put.checksum())
        .hasMessageContaining("Nothing was kept");
    assertThat(store.verify(put, ModelStore.Transfer.UNSEEN)).isFalse();

    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("large", "sessions");
    }
  }

  @Test
  void aFileThatChangesWhileItIsSentIsRefused() throws IOException {
    Path file = file("large", LARGE, 5);
    assertThatThrownBy(
            () ->
                store.put(
                    "large.h5",
                    file,
                    (now, all) -> {
                      if (now == 0) {
                        change(file);
                      }
                    }))
        .isInstanceOf(ThoraxException.class);
    assertThat(store.list()).isEmpty();
    assertThat(sessions()).isEmpty();
  }

  private static void change(Path file) {
    try {
      Files.write(file, new byte[LARGE]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptedDownloadGoesOnWhereItStopped() throws IOException {
    Path file = file("large", LARGE, 6);
    StoredFile put = store.put("large.h5", file, ModelStore.Transfer.UNSEEN);
    Path back = folder.resolve("back");
    Path part = folder.resolve(".back." + put.generation() + ".part");
    Files.write(part, Arrays.copyOf(Files.readAllBytes(file), CHUNK));
    gateway.downloadBudget.set(100_000);

    store.get(put, back, ModelStore.Transfer.UNSEEN);

    assertThat(back).hasSameBinaryContentAs(file);
    assertThat(part).doesNotExist();
    assertThat(gateway.downloaded)
        .as("no byte comes twice")
        .hasValueLessThanOrEqualTo(LARGE - CHUNK);
  }

  @Test
  void ofTwoPushersOneWinsAndTheOtherIsTold() throws Exception {
    for (int size : new int[] {1000, LARGE}) {
      String name = "model" + size + ".h5";
      List<Callable<StoredFile>> pushers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Path file = file("f" + size + i, size, 10 + i);
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
    Path file = file("large", LARGE, 7);
    StoredFile first = store.put("large.h5", file, ModelStore.Transfer.UNSEEN);
    assertThat(store.put("large.h5", file, ModelStore.Transfer.UNSEEN)).isEqualTo(first);
    assertThat(gateway.uploaded).hasValue(LARGE);
  }

  @Test
  void onlyTheGenerationThatWasSeenIsDeleted() throws IOException {
    StoredFile old = store.put("a.h5", file("a", 10, 1), ModelStore.Transfer.UNSEEN);
    options(server.address())
        .getService()
        .create(BlobInfo.newBuilder(bucket, "trained/a.h5").build(), new byte[] {1});
    StoredFile now = store.find("a.h5").orElseThrow();
    assertThat(now.generation()).isNotEqualTo(old.generation());
    assertThat(store.delete(now)).isTrue();
    assertThat(store.delete(now)).isFalse();
    assertThat(store.list()).isEmpty();
  }

  @Test
  void aMissingBucketIsSaid() throws IOException {
    Path small = file("small", 10, 1);
    Path large = file("large", LARGE, 1);
    try (BucketStore none = open(gateway.address(), "no-such-bucket")) {
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
    try (BucketStore none = open("http://127.0.0.1:9", bucket)) {
      assertThatThrownBy(none::list)
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("cannot be reached")
          .hasMessageContaining("--endpoint");
    }
  }

  @Test
  void anUploadsAddressIsShownNowhere() throws IOException {
    Path file = file("large", LARGE, 8);
    gateway.uploadBudget.set(CHUNK);
    StringWriter trace = new StringWriter();
    try {
      store.put("large.h5", file, ModelStore.Transfer.UNSEEN);
    } catch (ThoraxException e) {
      e.printStackTrace(new PrintWriter(trace));
    }
    String address = Files.readString(sessions().get(0));
    assertThat(trace.toString())
        .contains("ThoraxException")
        .doesNotContain(address.replaceFirst(".*upload_id=", ""));
  }
}
