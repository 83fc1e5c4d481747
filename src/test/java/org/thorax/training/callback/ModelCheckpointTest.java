package org.thorax.training.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.training.callback.ModelCheckpoint.Keep;

class ModelCheckpointTest {
  @TempDir private Path folder;

  /** What Python's {@code "weights.{epoch:02d}-{val_loss:.2f}.hdf5".format(...)} gives. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.345, weights.01-0.34.hdf5",
    "1, 0.125, weights.01-0.12.hdf5",
    "12, 1.005, weights.12-1.00.hdf5",
    "100, 2.5, weights.100-2.50.hdf5",
    "1, -0.001, weights.01--0.00.hdf5",
    "3, NaN, weights.03-nan.hdf5",
    "4, Infinity, weights.04-inf.hdf5",
    "1, 53435377146446896679468671172608, weights.01-53435377146446896679468671172608.00.hdf5"
  })
  void namesAreThoseOfPython(int epoch, double loss, String name) {
    assertThat(ModelCheckpoint.fileName(epoch, loss)).isEqualTo(name);
  }

  @Test
  void theBestAndTheLastStay() {
    assertThat(kept(Keep.BEST_AND_LAST, 0.5, 0.3, 0.4, Double.NaN, 0.31))
        .containsExactly("weights.02-0.30.hdf5", "weights.05-0.31.hdf5");
    assertThat(kept(Keep.BEST_AND_LAST, 0.5, 0.3)).containsExactly("weights.02-0.30.hdf5");
  }

  @Test
  void allStayOrOneOrNone() {
    assertThat(kept(Keep.ALL, 0.5, 0.3, 0.4)).hasSize(3);
    assertThat(kept(Keep.BEST, 0.5, 0.3, 0.4)).containsExactly("weights.02-0.30.hdf5");
    assertThat(kept(Keep.LAST, 0.5, 0.3, 0.4)).containsExactly("weights.03-0.40.hdf5");
    assertThat(kept(Keep.NONE, 0.5, 0.3, 0.4)).isEmpty();
  }

  private List<String> kept(Keep keep, double... losses) {
    try (Stream<Path> before = Files.list(folder)) {
      for (Path path : before.toList()) {
        Files.delete(path);
      }
      ModelCheckpoint checkpoint = checkpoint(keep);
      for (int epoch = 1; epoch <= losses.length; epoch++) {
        checkpoint.onEpochEnd(epoch, Map.of("val_loss", losses[epoch - 1]));
        ModelCheckpoint next = checkpoint(keep);
        next.restore(checkpoint.state(), null);
        checkpoint = next;
      }
      try (Stream<Path> all = Files.list(folder)) {
        return all.map(path -> path.getFileName().toString()).sorted().toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModelCheckpoint checkpoint(Keep keep) {
    return new ModelCheckpoint(
        folder,
        keep,
        file -> {
          try {
            Files.writeString(file, "model");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
