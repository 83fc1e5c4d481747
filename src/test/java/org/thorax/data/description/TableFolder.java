package org.thorax.data.description;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.thorax.data.Samples;
import org.thorax.formats.io.YamlValue;

/** A folder with tables, read by a description. */
final class TableFolder {
  static final String OWN =
      """
      name: Own
      table: befunde.csv
      image: bilder/{datei}.png
      patient: patient
      view: {column: projektion, frontal: [PA, AP], lateral: [LL]}
      age: alter
      sex: geschlecht
      labels:
        columns: {TB: tbc, Nodule: rundherd}
        positive: [ja, 1]
        negative: [nein, 0]
        uncertain: ["?"]
      """;

  private TableFolder() {}

  /** The training samples. */
  static Samples read(Path folder, String description) {
    DatasetDescription read = DescriptionFile.of(YamlValue.of(description, "dataset.yaml"));
    return new DescribedTable(read, folder)
        .read(
            DatasetPart.TRAIN,
            read.classes(),
            fault -> {
              throw fault;
            })
        .orElseThrow();
  }

  static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  /** All raw labels, sample by sample. */
  static float[] labels(Samples samples) {
    float[] labels = new float[samples.size() * samples.classes().size()];
    for (int i = 0; i < labels.length; i++) {
      int width = samples.classes().size();
      labels[i] = samples.label(i / width, i % width);
    }
    return labels;
  }
}
