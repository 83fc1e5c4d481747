package org.thorax.data.describe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.description.DescriptionFile;

/** A folder with tables and images that is described. */
record FolderToDescribe(Path folder) {
  DescribedFolder describe() {
    return DescribedFolder.of(folder, Optional.empty());
  }

  Samples samples(DescribedFolder described) throws IOException {
    if (described.images().isPresent()) {
      Files.writeString(folder.resolve(DescribedFolder.IMAGES), described.images().get());
    }
    return new DatasetReader(
            DescriptionFile.of(described.text().orElseThrow(), "dataset.yaml"), folder)
        .read();
  }

  static float[] labels(Samples samples) {
    int width = samples.classes().size();
    float[] labels = new float[samples.size() * width];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = samples.label(i / width, i % width);
    }
    return labels;
  }

  void images(String form, String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(form.formatted(name));
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
    }
  }

  void table(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  void gzip(String name, String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.resolve(name), packed.toByteArray());
  }
}
