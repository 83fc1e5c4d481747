package org.thorax.app.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thorax.data.CsvTable;

/** The phantom's rows as a German Excel writes them: file, patient, sex, effusion, opacity. */
public final class GermanTable {
  private GermanTable() {}

  /**
   * Writes {@code befunde.csv} beside the phantom's {@code train.csv}.
   *
   * @param header five names with semicolons between them
   * @param female the letter of women
   */
  public static void write(Path data, String header, String female) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header));
    try (CsvTable table = new CsvTable(data.resolve("train.csv"))) {
      while (table.next()) {
        String path = table.field(table.column("Path"));
        lines.add(
            String.join(
                ";",
                path,
                path.replaceAll(".*patient([0-9]+).*", "$1"),
                table.field(table.column("Sex")).startsWith("F") ? female : "m",
                german(table.field(table.column("Pleural Effusion"))),
                german(table.field(table.column("Lung Opacity")))));
      }
    }
    Files.write(
        data.resolve("befunde.csv"),
        String.join("\r\n", lines).getBytes(Charset.forName("windows-1252")));
  }

  private static String german(String label) {
    return switch (label) {
      case "1.0", "1" -> "ja";
      case "0.0", "0" -> "nein";
      case "-1.0", "-1" -> "fraglich";
      default -> "";
    };
  }
}
