package org.thorax.experiment.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

class DirectoryStoreTest {
  @TempDir Path folder;

  private DirectoryStore store() {
    return new DirectoryStore(folder.resolve("store"));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void crc32cIsThatOfTheStandard() throws IOException {
    // RFC 3720, B.4: the CRC32C of "123456789" is E3069283.
    assertThat(Checksum.of(file("a", "123456789")).text()).isEqualTo("4waSgw==");
  }

  @Test
  void whatIsPutComesBack() throws IOException {
    Path file = file("a", "weights");
    StoredFile put = store().put("a.h5", file, ModelStore.Transfer.UNSEEN);
    Path back = folder.resolve("models").resolve("b");
    store().get(put, back, ModelStore.Transfer.UNSEEN);
    assertThat(back).hasSameBinaryContentAs(file);
    assertThat(store().list()).containsExactly(put);
    assertThat(store().put("a.h5", file, ModelStore.Transfer.UNSEEN)).isEqualTo(put);
    assertThat(store().delete(put)).isTrue();
    assertThat(store().delete(put)).isFalse();
    try (Stream<Path> left = Files.list(folder.resolve("store"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void anotherFileIsNeverOverwritten() throws IOException {
    store().put("a.h5", file("a", "one"), ModelStore.Transfer.UNSEEN);
    Path other = file("b", "two");
    assertThatThrownBy(() -> store().put("a.h5", other, ModelStore.Transfer.UNSEEN))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("nothing was overwritten");
    assertThat(folder.resolve("store/a.h5")).hasContent("one");
  }

  @Test
  void ofManyPushersOneWins() throws Exception {
    List<Callable<StoredFile>> pushers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Path file = file("f" + i, "content " + i);
      pushers.add(() -> store().put("a.h5", file, ModelStore.Transfer.UNSEEN));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    int won = 0;
    for (Future<StoredFile> future : threads.invokeAll(pushers)) {
      try {
        future.get();
        won++;
      } catch (ExecutionException e) {
        assertThat(e.getCause()).hasMessageContaining("is another file");
      }
    }
    threads.shutdown();
    assertThat(won).isEqualTo(1);
    StoredFile there = store().find("a.h5").orElseThrow();
    assertThat(store().verify(there, ModelStore.Transfer.UNSEEN)).isTrue();
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    StoredFile put = store().put("a.h5", file("a", "weights"), ModelStore.Transfer.UNSEEN);
    Path kept = folder.resolve("store/a.h5");
    Files.writeString(kept, "weighty");
    Files.setLastModifiedTime(kept, FileTime.from(put.updated()));
    Path back = folder.resolve("b");

    StoredFile now = store().find("a.h5").orElseThrow();
    assertThat(store().verify(now, ModelStore.Transfer.UNSEEN)).isFalse();
    assertThatThrownBy(() -> store().get(now, back, ModelStore.Transfer.UNSEEN))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("Expected CRC32C " + put.checksum());
    assertThat(back).doesNotExist();
  }

  @Test
  void aFileThatWasReplacedIsNotDeleted() throws IOException {
    StoredFile put = store().put("a.h5", file("a", "one"), ModelStore.Transfer.UNSEEN);
    Files.setLastModifiedTime(folder.resolve("store/a.h5"), FileTime.from(Instant.EPOCH));
    assertThatThrownBy(() -> store().delete(put)).hasMessageContaining("was replaced");
  }

  @Test
  void namesCannotLeadOutOfTheStore() {
    for (String name : List.of("../a", "a/b", ".hidden", "", "a\u0000")) {
      assertThatThrownBy(() -> store().find(name)).isInstanceOf(ThoraxException.class);
    }
  }

  @Test
  void aStoreThatDoesNotExistIsEmpty() {
    assertThat(store().list()).isEmpty();
    assertThat(store().find("a.h5")).isEmpty();
  }
}
