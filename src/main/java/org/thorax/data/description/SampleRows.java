package org.thorax.data.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.Examination;
import org.thorax.data.Samples;
import org.thorax.data.TableRows;
import org.thorax.data.description.LabelRule.Repeats;
import org.thorax.data.description.LabelRule.Vote;

/** The samples read so far; rows of the same image are one sample. */
final class SampleRows {
  private final Repeats repeats;
  private final Function<TableRows, String> reader;
  private final Map<String, Integer> byImage = new HashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  // Few different values stand in many rows.
  private final Map<String, String> known = new HashMap<>();
  private final Map<Examination, Examination> seen = new HashMap<>();

  private SampleRows(Repeats repeats, Function<TableRows, String> reader) {
    this.repeats = repeats;
    this.reader = reader;
  }

  static SampleRows of(Repeats repeats, TableColumns table) {
    return new SampleRows(
        repeats,
        repeats
            .reader()
            .map(column -> new ColumnText(column, Optional.empty()).in(table))
            .orElse(row -> ""));
  }

  void add(TableRows row, String image, String patient, Examination examination, float[] labels) {
    String labeller = reader.apply(row);
    if (repeats.only().isPresent() && !repeats.only().get().equals(labeller)) {
      return;
    }
    String person = patient(patient, row);
    Integer before = byImage.putIfAbsent(image, samples.size());
    if (before != null && !samples.get(before).patient().equals(person)) {
      throw new DataException(
          "%s gives image %s to patient %s, line %d to %s; correct one."
              .formatted(
                  row.where(),
                  image,
                  person,
                  samples.get(before).line(),
                  samples.get(before).patient()));
    }
    boolean another = before == null || repeats.vote() == Vote.KEEP;
    if (another) {
      samples.add(
          new Sample(
              image,
              known.computeIfAbsent(person, same -> same),
              seen.computeIfAbsent(examination, same -> same),
              row.line(),
              repeats.vote() == Vote.MAJORITY ? new HashMap<>() : Map.of(),
              labels));
    }
    Sample sample = samples.get(another ? samples.size() - 1 : before);
    sample.vote(repeats.vote(), labels, known.computeIfAbsent(labeller, same -> same), row);
  }

  Samples samples(
      Path folder, List<String> classes, Path file, Optional<ThoraxException> firstFault) {
    if (samples.isEmpty()) {
      throw new DataException(
          "%s has no rows that can be used%s"
              .formatted(
                  file,
                  firstFault
                      .map(fault -> "; the first: " + fault.getMessage())
                      .orElse(
                          ": it has none, or the description's filters and joined tables leave none.")));
    }
    int width = classes.size();
    float[] labels = new float[samples.size() * width];
    for (int i = 0; i < samples.size(); i++) {
      System.arraycopy(samples.get(i).result(), 0, labels, i * width, width);
    }
    return new Samples(
            folder,
            classes,
            samples.stream().map(Sample::image).toList(),
            samples.stream().map(Sample::patient).toList(),
            samples.stream().map(Sample::examination).toList(),
            labels)
        .in(file.getFileName().toString(), samples.stream().map(Sample::line).toList());
  }

  /** Refuses a name that is blank or could lead out of the data set's folder. */
  static String path(String written, TableRows row) {
    // As Windows writes them; no radiograph's name has a backslash.
    String name = written.replace('\\', '/');
    if (name.isEmpty()) {
      throw new DataException(row.where() + " has no image path; fill it in or delete the row.");
    }
    boolean absolute = name.startsWith("/") || name.contains(":");
    if (absolute || Arrays.asList(name.split("/", -1)).contains("..") || name.indexOf('\0') >= 0) {
      throw new DataException(
          row.where()
              + " has the image path \""
              + written
              + "\", which leaves the dataset folder; paths are relative to it, with /.");
    }
    return name;
  }

  /** Leading zeros and pandas' {@code .0} fall away: 00042 in a path is 42 in a column. */
  private static String patient(String text, TableRows row) {
    if (text.isEmpty()) {
      throw new DataException(row.where() + " has no patient; a split by patient needs one.");
    }
    return text.replaceFirst("^([0-9]+)\\.0$", "$1").replaceFirst("^0+(?=[0-9]+$)", "");
  }

  /**
   * One image.
   *
   * @param readers by their names, the labels of each; empty unless they vote
   * @param labels of the rows so far
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Sample(
      String image,
      String patient,
      Examination examination,
      int line,
      Map<String, float[]> readers,
      float[] labels) {
    void vote(Vote vote, float[] more, String labeller, TableRows row) {
      switch (vote) {
        case SAME -> {
          if (!Arrays.equals(labels, more)) {
            throw new DataException(
                "%s labels image %s otherwise than line %d; correct one, or say in the description what several rows mean ('repeated: any')."
                    .formatted(row.where(), image, line));
          }
        }
        case KEEP, ANY -> raise(labels, more);
        case MAJORITY -> raise(readers.computeIfAbsent(labeller, name -> more.clone()), more);
      }
    }

    /** Positive before uncertain before negative before blank. */
    private static void raise(float[] labels, float[] more) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = rank(more[i]) > rank(labels[i]) ? more[i] : labels[i];
      }
    }

    private static int rank(float label) {
      return label == 1 ? 3 : label == Samples.UNCERTAIN ? 2 : label == 0 ? 1 : 0;
    }

    float[] result() {
      if (readers.isEmpty()) {
        return labels;
      }
      float[] result = new float[labels.length];
      for (int i = 0; i < result.length; i++) {
        int positive = 0;
        boolean labelled = false;
        boolean uncertain = false;
        for (float[] each : readers.values()) {
          positive += each[i] == 1 ? 1 : 0;
          labelled |= !Float.isNaN(each[i]);
          uncertain |= each[i] == Samples.UNCERTAIN;
        }
        float minority = uncertain ? Samples.UNCERTAIN : labelled ? 0 : Float.NaN;
        result[i] = 2 * positive > readers.size() ? 1 : minority;
      }
      return result;
    }
  }
}
