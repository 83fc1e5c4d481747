package org.thorax.model.keras.applications;

/**
 * Where Keras publishes an application's ImageNet weights without its top.
 *
 * @param folder below Keras' address for weights
 * @param model what the file's name begins with
 * @param md5 Keras' {@code file_hash}, hexadecimal
 */
public record PublishedFile(String folder, String model, String md5) {
  /** Checks the checksum's form. */
  public PublishedFile {
    if (folder.isBlank() || model.isBlank() || !md5.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("No published file: " + folder + ", " + model);
    }
  }
}
