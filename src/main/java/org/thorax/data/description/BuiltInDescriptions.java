package org.thorax.data.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.thorax.formats.io.YamlValue;

/** The published data sets that Thorax knows, each a file beside this class. */
public final class BuiltInDescriptions {
  private static final List<String> FILES =
      List.of(
          "chexpert",
          "chestxray14",
          "padchest",
          "vindr",
          "mimic-cxr-jpg",
          "rsna",
          "siim",
          "nih-google",
          "kermany",
          "covid");

  private BuiltInDescriptions() {}

  /** All of them. */
  public static List<DatasetDescription> all() {
    return FILES.stream().map(BuiltInDescriptions::read).toList();
  }

  private static DatasetDescription read(String name) {
    String file = name + ".yaml";
    try (InputStream in = BuiltInDescriptions.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return DescriptionFile.of(YamlValue.of(text, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
