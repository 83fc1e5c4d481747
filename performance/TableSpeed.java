import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.thorax.data.ChexpertPresets;
import org.thorax.data.DatasetKind;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.DatasetSplit;
import org.thorax.data.LabelEncoding;
import org.thorax.data.Labels;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.experiment.config.ClassWeights;

/**
 * performance/table: tables as large as the published ones, made up, through reading, split, labels,
 * upsampling and weights. The first time is a fresh process', the second that of a warm one.
 *
 * <p>Then a described data set of a million rows, in four sizes: the time must grow with the rows.
 *
 * <p>usage: TableSpeed FOLDER [ROWS]
 */
final class TableSpeed {
  private static final int CHEXPERT_ROWS = 223_414;
  private static final int CHESTXRAY14_ROWS = 112_120;
  private static final int MILLION = 1_000_000;

  private TableSpeed() {}

  public static void main(String[] arguments) throws IOException {
    Path chexpert = Files.createDirectories(Path.of(arguments[0], "chexpert"));
    Path chestxray14 = Files.createDirectories(Path.of(arguments[0], "chestxray14"));
    int most = arguments.length > 1 ? Integer.parseInt(arguments[1]) : CHEXPERT_ROWS;
    int rows = Math.min(most, CHEXPERT_ROWS);
    int otherRows = Math.min(most, CHESTXRAY14_ROWS);
    writeChexpert(chexpert.resolve("train.csv"), rows);
    writeChestxray14(chestxray14.resolve("Data_Entry_2017.csv"), otherRows);
    for (String turn : List.of("fresh", "warm")) {
      System.out.println(turn);
      chexpert(chexpert, rows);
      List<String> classes = DatasetKind.CHESTXRAY14.classes();
      timed(
          String.format(Locale.ROOT, "read %,d rows of ChestX-ray14", otherRows),
          () -> new DatasetReader(DatasetKind.CHESTXRAY14, chestxray14).read(classes));
    }
    System.out.println("described");
    int million = arguments.length > 1 ? most : MILLION;
    for (int part : new int[] {8, 4, 2, 1}) {
      described(Files.createDirectories(Path.of(arguments[0], "described")), million / part);
    }
  }

  /** A list of findings in one cell, as in PadChest's table. */
  private static void described(Path folder, int rows) throws IOException {
    Files.writeString(
        folder.resolve("dataset.yaml"),
        """
        name: Large
        table: large.csv
        image: "{folder}/{image}"
        patient: patient
        sex: sex
        labels:
          list: findings
          none: normal
          classes: [nodule, mass, pleural effusion, edema, pneumonia]
        """);
    Random random = new Random(3);
    List<String> findings =
        List.of("['normal']", "['nodule', 'mass']", "['pleural effusion']", "['edema', 'pneumonia']");
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("large.csv"))) {
      out.write("image,folder,patient,sex,findings\n");
      for (int row = 0; row < rows; row++) {
        out.write(
            String.format(
                "%039d.png,%d,%d,%s,\"%s\"%n",
                row, row % 50, row / 3, row % 6 < 3 ? "F" : "M", findings.get(random.nextInt(4))));
      }
    }
    timed(
        String.format(Locale.ROOT, "read and split %,d rows", rows),
        () -> {
          DatasetReader reader = DatasetReader.of(folder);
          return reader.split(SplitPlan.DEFAULT, reader.allClasses());
        });
  }

  private static void chexpert(Path folder, int rows) {
    long start = System.nanoTime();
    List<String> classes = DatasetKind.CHEXPERT.agreedClasses(12).orElseThrow();
    Samples all =
        timed(
            String.format(Locale.ROOT, "read %,d rows of CheXpert", rows),
            () -> new DatasetReader(DatasetKind.CHEXPERT, folder).read(classes));
    DatasetSplit split = timed("split by patient", () -> SplitPlan.DEFAULT.split(all));
    Labels labels =
        timed(
            "encode U75",
            () ->
                new LabelEncoding(ChexpertPresets.uncertainty("U75").orElseThrow())
                    .encode(split.train()));
    Labels upsampled =
        timed(
            "upsample",
            () -> {
              int[] order = ChexpertPresets.upsampling(classes).orElseThrow().rows(labels);
              split.train().select(order);
              return labels.select(order);
            });
    timed("class weights", () -> weights(upsampled));
    System.out.printf(Locale.ROOT, "  %-36s%8.3f s%n", "together", since(start));
    timed(
        "split by patient, stratified", () -> SplitPlan.DEFAULT.withStratified(true).split(all));
  }

  private static ClassWeights weights(Labels labels) {
    int width = labels.classes().size();
    long[] positives = new long[width];
    long[] negatives = new long[width];
    for (int i = 0; i < labels.values().length; i++) {
      positives[i % width] += labels.values()[i] == 1 ? 1 : 0;
      negatives[i % width] += labels.values()[i] == 0 ? 1 : 0;
    }
    return ClassWeights.of(labels.classes(), positives, negatives, labels.size());
  }

  private static <T> T timed(String what, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    System.out.printf(Locale.ROOT, "  %-36s%8.3f s%n", what, since(start));
    return result;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void writeChexpert(Path file, int rows) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("Path,Sex,Age,Frontal/Lateral,AP/PA,");
    text.append(String.join(",", DatasetKind.CHEXPERT.classes())).append('\n');
    int patient = 1;
    for (int row = 0; row < rows; row++) {
      patient += random.nextInt(346) < 100 ? 1 : 0;
      text.append(
          String.format(
              "CheXpert-v1.0-small/train/patient%05d/study%d/view1_frontal.jpg,Female,%d,Frontal,AP",
              patient, row % 9, 20 + random.nextInt(70)));
      for (int c = 0; c < 14; c++) {
        text.append(',').append(List.of("", "", "1.0", "0.0", "-1.0").get(random.nextInt(5)));
      }
      text.append('\n');
    }
    write(file, text);
  }

  private static void writeChestxray14(Path file, int rows) {
    Random random = new Random(2);
    List<String> classes = DatasetKind.CHESTXRAY14.classes();
    StringBuilder text =
        new StringBuilder(
            "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position\n");
    for (int row = 0; row < rows; row++) {
      String one = classes.get(random.nextInt(classes.size()));
      String other = classes.get(random.nextInt(classes.size()));
      text.append(
          String.format(
              "%08d_%03d.png,%s,0,%d,57,F,PA%n",
              row / 4, row % 4, one.equals(other) ? one : one + "|" + other, row / 4));
    }
    write(file, text);
  }

  private static void write(Path file, CharSequence text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
