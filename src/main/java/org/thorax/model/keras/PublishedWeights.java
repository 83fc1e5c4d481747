package org.thorax.model.keras;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.model.keras.applications.PublishedFile;

/**
 * A file of ImageNet weights that Keras publishes ({@code keras.applications} of the same name,
 * {@code include_top=False}).
 *
 * @param folder in Keras' download URL
 * @param fileName Keras' file name
 * @param md5 Keras' {@code file_hash}, hexadecimal
 */
public record PublishedWeights(String folder, String fileName, String md5) {
  /** Keras' download URL. */
  public static final String ADDRESS =
      "https://storage.googleapis.com/tensorflow/keras-applications/";

  /** The file of an architecture. */
  public static PublishedWeights of(Architecture architecture) {
    PublishedFile file = architecture.published();
    return new PublishedWeights(
        file.folder(), file.model() + "_weights_tf_dim_ordering_tf_kernels_notop.h5", file.md5());
  }

  /**
   * The file with the published checksum in the first of these folders that has it.
   *
   * @throws ThoraxException if one of them cannot be read
   */
  public Optional<Path> in(List<Path> folders) {
    return folders.stream()
        .map(each -> each.resolve(fileName))
        .filter(Files::isRegularFile)
        .filter(file -> md5(file).equals(md5))
        .findFirst();
  }

  /**
   * Refuses to overwrite a different file of that name.
   *
   * @throws ThoraxException naming both checksums
   */
  public void requireNoOther(Path file) {
    if (Files.exists(file)) {
      throw new ConfigurationException(
          "weights",
          "The file %s has the MD5 %s, Keras' has %s: it is damaged, cut off or another one. Remove it and run this again, or take it as it is with 'thorax backbone create ARCH `weights` %s'."
              .formatted(file, md5(file), md5, file));
    }
  }

  /** A file's MD5, hexadecimal. */
  static String md5(Path file) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + file + ": " + e.getMessage() + "; check read access.", e);
    }
  }
}
