package org.thorax.api;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thorax.FileException;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.model.keras.KerasExport;

/** Saves a model in the format given by the extension of the path. */
final class ModelSaving {
  private ModelSaving() {}

  static List<String> save(Model model, Path place) {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(place)) {
      throw new FileException(
          place + " is there already and is not replaced; move it away, or name another place.");
    }
    Optional<KerasExport.Format> format = format(place.getFileName().toString());
    if (format.isPresent()) {
      return KerasExport.write(
          layers(model, place),
          model.flat().variables(),
          model.weights(),
          model.compilation(),
          format.get(),
          place);
    }
    Scaling scaling = model.contract().scaling().orElse(Scaling.NONE);
    try (Network network =
        Network.forInference(model.flat(), scaling, model.weights(), Device.CPU)) {
      SavedModelWriter.write(
          network, model.contract(), model.kerasConfig(), model.compilation(), place);
    }
    return List.of();
  }

  private static Optional<KerasExport.Format> format(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".keras")) {
      return Optional.of(KerasExport.Format.KERAS);
    }
    if (name.endsWith(".weights.h5")) {
      return Optional.of(KerasExport.Format.WEIGHTS_H5);
    }
    return name.endsWith(".h5") || name.endsWith(".hdf5")
        ? Optional.of(KerasExport.Format.H5)
        : Optional.empty();
  }

  private static String layers(Model model, Path place) {
    return model
        .kerasConfig()
        .orElseThrow(
            () ->
                new FileException(
                    "Expected a model that says what its Keras layers are to write %s, found '%s' without them; save a SavedModel, whose place has no ending."
                        .formatted(place, model.flat().name())));
  }
}
