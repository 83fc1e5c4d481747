package org.thorax.model.keras.savedmodel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * The signature of a SavedModel from an image to scores: {@code serving_default}, or another one if
 * that does not fit.
 *
 * @param image its input
 * @param output its output
 * @param remark note for the user about the choice
 */
record ServingSignature(ImageInput image, TensorInfo output, Optional<String> remark) {
  private static final String DEFAULT = "serving_default";

  /**
   * Chooses it.
   *
   * @param where the file, for errors
   * @throws ThoraxException if there is none, or several that differ
   */
  static ServingSignature of(Map<String, SignatureDef> signatures, String where) {
    Map<String, SignatureDef> asked = new TreeMap<>(signatures);
    asked.keySet().removeIf(name -> name.startsWith("__saved_model_"));
    Map<String, ServingSignature> usable = new TreeMap<>();
    Map<String, ThoraxException> refused = new TreeMap<>();
    asked.forEach(
        (name, signature) -> {
          try {
            usable.put(name, of(signature, where));
          } catch (ThoraxException e) {
            refused.put(name, e);
          }
        });
    if (usable.containsKey(DEFAULT)) {
      return usable.get(DEFAULT);
    }
    if (refused.size() == 1 && usable.isEmpty()) {
      throw refused.values().iterator().next();
    }
    if (usable.isEmpty()
        || usable.values().stream().map(ServingSignature::tensors).distinct().count() > 1) {
      throw refused.containsKey(DEFAULT) && usable.isEmpty()
          ? refused.get(DEFAULT)
          : new FileException(
              "%s has no signature '%s' that takes an image, found %s; save the model with that signature."
                  .formatted(where, DEFAULT, asked.keySet()));
    }
    Map.Entry<String, ServingSignature> found = usable.entrySet().iterator().next();
    ServingSignature chosen = found.getValue();
    String remark = "The model's signature '%s' is read.".formatted(found.getKey());
    return new ServingSignature(
        chosen.image(),
        chosen.output(),
        Optional.of(chosen.remark().map(more -> remark + " " + more).orElse(remark)));
  }

  private List<String> tensors() {
    return List.of(image.tensor(), output.getName());
  }

  private static ServingSignature of(SignatureDef signature, String where) {
    ImageInput image = ImageInput.of(only(signature.getInputsMap(), "input", where), where);
    Map<String, TensorInfo> outputs = signature.getOutputsMap();
    Map<String, TensorInfo> scores = new TreeMap<>(outputs);
    scores.values().removeIf(output -> outputs.size() > 1 && !givesScores(output));
    TensorInfo output = only(scores.isEmpty() ? outputs : scores, "output", where);
    Optional<String> remark =
        outputs.size() == 1
            ? Optional.empty()
            : Optional.of(
                "Of its outputs '%s' is read.".formatted(scores.keySet().iterator().next()));
    return new ServingSignature(image, output, remark);
  }

  private static boolean givesScores(TensorInfo output) {
    int rank = output.getTensorShape().getDimCount();
    return output.getDtype() == DataType.DT_FLOAT
        && (rank == 2 || rank == 4 || output.getTensorShape().getUnknownRank());
  }

  private static TensorInfo only(Map<String, TensorInfo> tensors, String what, String where) {
    if (tensors.size() != 1) {
      throw new FileException(
          "Expected one "
              + what
              + " in the serving signature of "
              + where
              + ", found "
              + tensors.keySet().stream().sorted().toList()
              + "; save a model with one image input and one output.");
    }
    return tensors.values().iterator().next();
  }
}
