package org.thorax.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Network;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.model.keras.applications.Architecture;

/** A SavedModel that nothing names is known by its weights' shapes, as its .h5 is. */
class KnownSavedModelTest {
  @TempDir private Path work;

  @Tag("long")
  @Test
  void densenet121UnderAnotherNameIsScaledAsKerasDoesIt() throws IOException {
    Path folder = work.resolve("chest");
    try (Model model =
            Head.append(Backbone.create(Architecture.DENSENET121, 1), List.of("a", "b", "c"), 1);
        Network network =
            Network.forInference(model.flat(), Scaling.NONE, model.weights(), Device.CPU)) {
      ModelContract unnamed =
          new ModelContract(
              "chest", Optional.empty(), Optional.of(64), Optional.of(64), List.of("a", "b", "c"));
      SavedModelWriter.write(network, unnamed, folder);
    }
    known(folder);
    // As if another program had written it.
    Files.delete(folder.resolve("assets.extra/thorax.json"));
    known(folder);
  }

  private static void known(Path folder) {
    try (Model model = ModelReader.open(folder)) {
      assertThat(model.contract().scaling()).contains(Scaling.TORCH);
      assertThat(model.contract().architecture()).isEqualTo("DenseNet121");
      assertThat(model.remarks())
          .contains(
              "The weights' shapes are those of DenseNet121, whose images are scaled as 'torch'.");
    }
  }
}
