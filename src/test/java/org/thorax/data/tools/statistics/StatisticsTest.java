package org.thorax.data.tools.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.DatasetKind;
import org.thorax.data.LabelCounts;
import org.thorax.data.Samples;
import org.thorax.data.View;
import org.thorax.data.description.DatasetReader;
import org.thorax.formats.plot.Drawing;

class StatisticsTest {
  @TempDir private Path folder;

  @Test
  void everyCountIsThatOfTheTable() throws IOException {
    SetStatistics set = SetStatistics.of("all", four());
    assertThat(set.images()).isEqualTo(4);
    assertThat(set.patients().count()).isEqualTo(2);
    assertThat(set.patients().medianImages()).isEqualTo(2);
    assertThat(set.patients().mostImages()).isEqualTo(3);
    assertThat(set.labels())
        .containsExactly(
            new LabelCounts("Edema", 3, 0, 1, 0), new LabelCounts("Fracture", 1, 1, 0, 2));
    assertThat(set.together()).containsExactly(List.of(3, 1), List.of(1, 1));
    assertThat(set.shareTogether(0, 1)).isEqualTo(1.0 / 3);
    assertThat(set.imagesBy().view()).isEqualTo(Map.of(View.FRONTAL, 3, View.LATERAL, 1));
    assertThat(set.imagesBy().projection()).isEqualTo(Map.of("AP", 2, "PA", 1, "", 1));
    assertThat(set.imagesBy().sex()).isEqualTo(Map.of("Female", 3, "", 1));
    assertThat(set.patients().ages().decades()).containsExactly(0, 0, 0, 0, 0, 0, 2, 0, 0, 1);
    assertThat(set.patients().ages().unknown()).isEqualTo(1);
    assertThat(set.patients().ages().mean()).isEqualTo((60 + 64 + 110) / 3.0);
    assertThat(set.patients().ages().median()).isEqualTo(64);
    assertThat(set.patients().ages().deviation()).isEqualTo(Math.sqrt(772), within(1e-9));
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  @Test
  void jsonAndPageAndTextTellTheSame() throws IOException {
    DatasetStatistics statistics = DatasetStatistics.of("a <data> set", four());
    JsonNode json = new ObjectMapper().readTree(StatisticsJson.of(statistics));
    assertThat(json.at("/sets/all/labels/Edema/uncertain").intValue()).isEqualTo(1);
    assertThat(json.at("/sets/all/positive_together/Edema/Fracture").intValue()).isEqualTo(1);
    assertThat(json.at("/sets/all/projections/unknown").intValue()).isEqualTo(1);
    assertThat(json.at("/sets/all/views/lateral").intValue()).isEqualTo(1);
    assertThat(StatisticsPage.of(statistics))
        .contains("a &lt;data&gt; set", "prefers-color-scheme", "<svg", "width=device-width")
        .doesNotContain("<data>", "http-equiv", "<script", "src=", "<link");
    assertThat(StatisticsText.of(statistics)).contains("4 images of 2 patients", "75.0 %");
  }

  @Test
  void aTableThatSaysNothingButLabelsHasFiguresToo() {
    Samples bare =
        new Samples(folder, List.of("A"), List.of("1.jpg"), List.of("1"), new float[] {Float.NaN});
    DatasetStatistics statistics = DatasetStatistics.of("bare", bare);
    assertThat(StatisticsFigures.of(statistics)).hasSize(5);
    assertThat(StatisticsPage.of(statistics)).doesNotContain("NaN");
    assertThat(StatisticsJson.of(statistics)).contains("\"mean\" : null");
  }

  @Test
  void nothingLeavesAFigure() throws IOException {
    DatasetStatistics statistics = DatasetStatistics.of("four", four());
    for (Drawing drawing : StatisticsFigures.of(statistics).values()) {
      for (Drawing.Mark mark : drawing.marks()) {
        if (mark instanceof Drawing.Box box) {
          assertThat(box.x() + box.width()).isLessThanOrEqualTo(drawing.width() + 1e-6);
          assertThat(box.y() + box.height()).isLessThanOrEqualTo(drawing.height());
        } else if (mark instanceof Drawing.Words words) {
          assertThat(words.at().y()).isBetween(0.0, drawing.height());
        }
      }
    }
  }

  private Samples four() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("train.csv"),
            "Path,Sex,Age,Frontal/Lateral,AP/PA,Edema,Fracture\n"
                + "train/patient00001/1.jpg,Female,60,Frontal,AP,1,\n"
                + "train/patient00001/2.jpg,Female,64,Frontal,AP,1,1\n"
                + "train/patient00001/3.jpg,Female,110,Lateral,,1,0\n"
                + "train/patient00002/1.jpg,Unknown,,Frontal,PA,-1,\n");
    return new DatasetReader(DatasetKind.CHEXPERT, folder)
        .read(table, List.of("Edema", "Fracture"));
  }
}
