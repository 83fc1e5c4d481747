package org.thorax.experiment.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

/** What breaks on the way to a bucket or back continues, or is refused. */
@Tag("tools")
class InterruptedTransferTest {
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
  void anInterruptedUploadIsResumedByALaterProcess() throws IOException {
    Path file = bucket.file("large", TestBucket.LARGE, 1);
    bucket.gateway().uploadBudget.set(2L * TestBucket.CHUNK + 77);
    assertThatThrownBy(() -> store.put("large.h5", file, ModelStore.Transfer.UNSEEN))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("an upload resumes where it stopped");
    assertThat(store.list()).isEmpty();
    assertThat(bucket.sessions()).hasSize(1);
    assertThat(Files.getPosixFilePermissions(folder.resolve("sessions"))).hasSize(3);

    bucket.gateway().uploadBudget.set(Long.MAX_VALUE);
    List<Long> moved = new ArrayList<>();
    try (BucketStore later = bucket.open()) {
      StoredFile put = later.put("large.h5", file, (now, all) -> moved.add(now));
      assertThat(put.checksum()).isEqualTo(Checksum.of(file));
    }

    assertThat(moved.get(0)).isEqualTo(2L * TestBucket.CHUNK + 77);
    assertThat(bucket.gateway().uploaded).as("no byte goes twice").hasValue(TestBucket.LARGE);
    assertThat(bucket.sessions()).isEmpty();
  }

  @Test
  void aBusyStoreIsAskedAgain() throws IOException {
    Path file = bucket.file("large", TestBucket.LARGE, 2);
    AtomicBoolean first = new AtomicBoolean(true);
    StoredFile put =
        store.put(
            "large.h5",
            file,
            (now, all) -> {
              if (now == 3L * TestBucket.CHUNK && first.getAndSet(false)) {
                bucket.gateway().busy.set(2);
              }
            });
    assertThat(put.checksum()).isEqualTo(Checksum.of(file));
    assertThat(bucket.gateway().uploaded).hasValue(TestBucket.LARGE);
  }

  @Test
  void aSessionThatIsGoneIsBegunAnew() throws IOException {
    Path file = bucket.file("large", TestBucket.LARGE, 3);
    new UploadSessions(folder.resolve("sessions"))
        .keep(
            "gs://" + bucket.name() + "/trained/large.h5",
            Checksum.of(file),
            TestBucket.LARGE,
            bucket.gateway().address()
                + "/upload/storage/v1/b/x/o?uploadType=resumable&upload_id=old");
    assertThat(store.put("large.h5", file, ModelStore.Transfer.UNSEEN).checksum())
        .isEqualTo(Checksum.of(file));
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    Path file = bucket.file("large", TestBucket.LARGE, 4);
    StoredFile put = store.put("large.h5", file, ModelStore.Transfer.UNSEEN);
    bucket.gateway().damaging = true;
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
    Path file = bucket.file("large", TestBucket.LARGE, 5);
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
    assertThat(bucket.sessions()).isEmpty();
  }

  @Test
  void anInterruptedDownloadGoesOnWhereItStopped() throws IOException {
    Path file = bucket.file("large", TestBucket.LARGE, 6);
    StoredFile put = store.put("large.h5", file, ModelStore.Transfer.UNSEEN);
    Path back = folder.resolve("back");
    Path part = folder.resolve(".back." + put.generation() + ".part");
    Files.write(part, Arrays.copyOf(Files.readAllBytes(file), TestBucket.CHUNK));
    bucket.gateway().downloadBudget.set(100_000);

    store.get(put, back, ModelStore.Transfer.UNSEEN);

    assertThat(back).hasSameBinaryContentAs(file);
    assertThat(part).doesNotExist();
    assertThat(bucket.gateway().downloaded)
        .as("no byte comes twice")
        .hasValueLessThanOrEqualTo(TestBucket.LARGE - TestBucket.CHUNK);
  }

  @Test
  void anUploadsAddressIsShownNowhere() throws IOException {
    Path file = bucket.file("large", TestBucket.LARGE, 8);
    bucket.gateway().uploadBudget.set(TestBucket.CHUNK);
    StringWriter trace = new StringWriter();
    try {
      store.put("large.h5", file, ModelStore.Transfer.UNSEEN);
    } catch (ThoraxException e) {
      e.printStackTrace(new PrintWriter(trace));
    }
    String address = Files.readString(bucket.sessions().get(0));
    assertThat(trace.toString())
        .contains("ThoraxException")
        .doesNotContain(address.replaceFirst(".*upload_id=", ""));
  }

  private static void change(Path file) {
    try {
      Files.write(file, new byte[TestBucket.LARGE]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
