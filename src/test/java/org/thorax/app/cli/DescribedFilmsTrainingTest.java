package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.SmallPhantom.withTiny;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.CsvTable;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.formats.dicom.WrittenFilm;

/** From a CD of DICOM films and a table of findings to a trained model. */
class DescribedFilmsTrainingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOSS = "_FOCAL_E1_B8_C0_N2_D32_1LR3_Adam";

  @TempDir private Path work;
  private Path phantom;
  private Path films;

  /** The phantom's images as films without ending, with their findings by SOPInstanceUID. */
  @BeforeEach
  void filmsAndFindings() throws IOException {
    phantom = work.resolve("phantom");
    films = work.resolve("klinik");
    SmallPhantom.in(phantom);
    Files.createDirectories(films.resolve("CD"));
    List<String> lines = new ArrayList<>(List.of("SOPInstanceUID,Pleural Effusion,Lung Opacity"));
    try (CsvTable table = new CsvTable(phantom.resolve("train.csv"))) {
      while (table.next()) {
        String path = table.field(table.column("Path"));
        String instance = "1.2.826.0.1." + (lines.size() + 1000);
        GreyImage image = ImageDecoder.decode(phantom.resolve(path));
        Map<String, String> header =
            Map.of(
                "SOPClassUID",
                "1.2.840.10008.5.1.4.1.1.1.1",
                "SOPInstanceUID",
                instance,
                "PatientID",
                path.replaceAll(".*patient([0-9]+).*", "$1"),
                "PatientSex",
                table.field(table.column("Sex")).substring(0, 1),
                "PatientAge",
                "%03dY".formatted(Integer.parseInt(table.field(table.column("Age")))),
                "ViewPosition",
                table.field(table.column("Frontal/Lateral")).equals("Frontal") ? "PA" : "LL");
        Files.write(
            films.resolve("CD/IM%04d".formatted(lines.size())),
            WrittenFilm.of(image.pixels(), image.width(), header));
        lines.add(
            String.join(
                ",",
                instance,
                table.field(table.column("Pleural Effusion")),
                table.field(table.column("Lung Opacity"))));
      }
    }
    Files.write(films.resolve("findings.csv"), lines);
  }

  @Test
  void filmsTrainAsTheSameImagesDo() throws IOException {
    CommandLineRun described = CommandLineRun.thorax("dataset", "describe", films).succeeds();
    assertThat(described.out())
        .contains("Written: " + films.resolve("dataset-images.csv"), "missing: 0.");
    CommandLineRun.thorax("dataset", "check", films).succeeds();
    CommandLineRun.thorax("dataset", "stats", films).succeeds();
    train("Klinik" + LOSS, films, "films").succeeds();
    train("Chexpert" + LOSS, phantom, "phantom", "--classes", SmallPhantom.CLASSES).succeeds();
    assertThat(history("films")).isEqualTo(history("phantom"));
    JsonNode contract =
        JSON.readTree(
            SmallPhantom.savedModel(work.resolve("films"))
                .resolve("assets.extra/thorax.json")
                .toFile());
    JsonNode read = contract.at("/provenance/dicom_films");
    assertThat(read.path("count").asInt()).isGreaterThan(20);
    assertThat(read.path("window_of_the_file").asInt()).isEqualTo(read.path("count").asInt());
    assertThat(read.path("whole_range").asInt()).isZero();
    assertThat(
            JSON.readTree(
                    SmallPhantom.savedModel(work.resolve("phantom"))
                        .resolve("assets.extra/thorax.json")
                        .toFile())
                .at("/provenance")
                .has("dicom_films"))
        .isFalse();
  }

  private CommandLineRun train(String benchmark, Path data, String place, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("train", benchmark, "--data", data, "--device", "cpu"));
    arguments.addAll(List.of("--models-dir", work.resolve(place).resolve("models")));
    arguments.addAll(List.of("--logs-dir", work.resolve(place).resolve("logs")));
    arguments.addAll(List.of(withTiny(more)));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private JsonNode history(String place) throws IOException {
    return JSON.readTree(
            work.resolve(place).resolve("logs/unvalidated-experiment-log.json").toFile())
        .at("/experiments/0/train/history");
  }
}
