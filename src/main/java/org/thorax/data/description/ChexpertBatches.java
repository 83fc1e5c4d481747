package org.thorax.data.description;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.DataException;
import org.thorax.formats.io.AtomicFile;

/**
 * CheXpert's images as Stanford's AIMI Center publishes them: unpacked side by side, {@code
 * CheXpert-v1.0 batch 2 (train 1)/patient00001/...} to {@code batch 4}, and those of {@code
 * valid.csv} in {@code CheXpert-v1.0 batch 1 (validate & csv)/valid}. The tables call them {@code
 * CheXpert-v1.0/train/patient00001/...}.
 *
 * @param folders the folder of each patient's folder; empty for another layout
 */
record ChexpertBatches(Map<String, String> folders) {
  private static final String BATCHES = "CheXpert-v1.0 batch [0-9]*";
  private static final Pattern PATIENT =
      Pattern.compile("(?:.*/)?(?:train|valid)/(patient[0-9]+)(/.*)");

  /** Copies the map. */
  ChexpertBatches {
    folders = Map.copyOf(folders);
  }

  /** Looks for the batches in a data set's folder. */
  static ChexpertBatches in(Path folder) {
    Map<String, String> folders = new HashMap<>();
    try (DirectoryStream<Path> batches = Files.newDirectoryStream(folder, BATCHES)) {
      for (Path batch : batches) {
        String name = batch.getFileName().toString();
        add(batch, name, folders);
        if (Files.isDirectory(batch.resolve("valid"))) {
          add(batch.resolve("valid"), name + "/valid", folders);
        }
      }
    } catch (IOException e) {
      throw new DataException(
          "Cannot list %s: %s; check read access.".formatted(folder, AtomicFile.reason(e)), e);
    }
    return new ChexpertBatches(folders);
  }

  private static void add(Path place, String name, Map<String, String> folders) throws IOException {
    try (DirectoryStream<Path> patients = Files.newDirectoryStream(place, "patient[0-9]*")) {
      patients.forEach(patient -> folders.put(patient.getFileName().toString(), name));
    }
  }

  /** The path of an image in the data set's folder; the table's for a patient without a folder. */
  String path(String name) {
    Matcher matcher = PATIENT.matcher(name);
    return matcher.matches() && folders.containsKey(matcher.group(1))
        ? folders.get(matcher.group(1)) + "/" + matcher.group(1) + matcher.group(2)
        : name;
  }
}
