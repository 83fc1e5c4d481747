package org.thorax.data.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.data.DatasetKind;
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
          "openi",
          "kermany",
          "covid");

  private BuiltInDescriptions() {}

  /** All of them. */
  public static List<DatasetDescription> all() {
    return FILES.stream().map(BuiltInDescriptions::read).toList();
  }

  /** The one of this name. */
  public static Optional<DatasetDescription> named(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The one whose table a folder has; empty for none and for several. */
  static Optional<DatasetDescription> of(Path folder) {
    List<DatasetDescription> fitting =
        all().stream()
            .filter(each -> !each.training().folder())
            .filter(each -> DatasetKind.published().stream().noneMatch(each::isOf))
            .filter(each -> each.fits(folder))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  /** The text of the one of this name, as a {@code dataset.yaml} has it. */
  public static Optional<String> text(String name) {
    return FILES.stream()
        .filter(file -> read(file).name().equals(name))
        .map(BuiltInDescriptions::content)
        .findFirst();
  }

  private static DatasetDescription read(String name) {
    return DescriptionFile.of(YamlValue.of(content(name), name + ".yaml"));
  }

  private static String content(String name) {
    try (InputStream in = BuiltInDescriptions.class.getResourceAsStream(name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
