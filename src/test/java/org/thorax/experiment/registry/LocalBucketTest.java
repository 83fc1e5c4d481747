package org.thorax.experiment.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.contrib.nio.testing.LocalStorageHelper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

/** Against Google's own fake in memory, which needs no process; it cannot do resumable uploads. */
class LocalBucketTest {
  @TempDir Path folder;

  @Test
  void filesComeBackFromGooglesOwnFake() throws IOException {
    byte[] bytes = new byte[700_000];
    new Random(1).nextBytes(bytes);
    Path medium = Files.write(folder.resolve("medium"), bytes);
    BucketStore.Limits limits =
        new BucketStore.Limits(
            1 << 20, Backoff.PATIENT, new UploadSessions(folder.resolve("sessions")));
    try (BucketStore store =
        new BucketStore(LocalStorageHelper.customOptions(false), "b", "", limits)) {
      Path small = Files.write(folder.resolve("small"), new byte[] {1, 2, 3});
      for (Path file : List.of(medium, small)) {
        StoredFile put = store.put(file.getFileName() + ".h5", file, ModelStore.Transfer.UNSEEN);
        Path back = folder.resolve("back-" + file.getFileName());
        store.get(put, back, ModelStore.Transfer.UNSEEN);
        assertThat(back).hasSameBinaryContentAs(file);
        assertThat(put.checksum()).isEqualTo(Checksum.of(file));
      }
      assertThat(store.list()).hasSize(2);
      assertThatThrownBy(() -> store.put("small.h5", medium, ModelStore.Transfer.UNSEEN))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("is another file");
    }
  }
}
