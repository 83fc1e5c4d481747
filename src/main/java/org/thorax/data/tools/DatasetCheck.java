package org.thorax.data.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.data.LabelCounts;
import org.thorax.data.OfficialSets;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.image.ImageDecoder;
import org.thorax.formats.io.AtomicFile;

/**
 * All problems of a data set, not only the first.
 *
 * @param folder the dataset folder
 * @param images number of images in the tables
 * @param patients number of different patients
 * @param labels how often each raw label occurs, over all tables
 * @param faults all problems, by kind and then in the tables' order
 * @param unnamed image files that are in no table, sorted; no faults, because a table may be a part
 */
public record DatasetCheck(
    Path folder,
    int images,
    int patients,
    List<LabelCounts> labels,
    List<DatasetIssue> faults,
    List<String> unnamed) {
  /** Copies the lists. */
  public DatasetCheck {
    labels = List.copyOf(labels);
    faults = List.copyOf(faults);
    unnamed = List.copyOf(unnamed);
  }

  /** Receives the progress of the check; from several threads. */
  @FunctionalInterface
  public interface Progress {
    /** Another image is checked. */
    void imageDone();
  }

  /**
   * Reads the tables and every image of a data set, with all processors.
   *
   * @param classes whose columns are read
   * @param labelsOnly whether to skip the images
   * @throws ThoraxException if a table is missing or lacks a column
   */
  public static DatasetCheck of(
      DatasetReader reader, List<String> classes, boolean labelsOnly, Progress progress) {
    List<DatasetIssue> faults = new ArrayList<>();
    reader.requireClasses(classes);
    List<Samples> sets =
        reader.readSets(
            classes,
            fault -> faults.add(new DatasetIssue(DatasetIssue.Kind.ROW, fault.getMessage())));
    overlap(reader, sets, faults);
    List<String> names = new ArrayList<>();
    List<String> places = new ArrayList<>();
    Map<String, String> patientOf = new LinkedHashMap<>();
    Set<String> patients = new HashSet<>();
    for (Samples set : sets) {
      patients.addAll(set.patients());
      for (int row = 0; row < set.size(); row++) {
        String name = set.imageName(row);
        if (patientOf.putIfAbsent(name, set.patient(row)) != null) {
          faults.add(
              new DatasetIssue(DatasetIssue.Kind.REPEATED, name + " (" + set.where(row) + ")"));
        } else {
          names.add(name);
          places.add(set.where(row));
        }
      }
    }
    if (!labelsOnly) {
      images(reader.folder(), names, places, patientOf, faults, progress);
    }
    faults.sort(Comparator.comparing(DatasetIssue::kind));
    List<String> unnamed = labelsOnly ? List.of() : UnlistedImages.in(reader.folder(), names);
    return new DatasetCheck(
        reader.folder(), names.size(), patients.size(), counts(sets), faults, unnamed);
  }

  /** Number of images that {@link #of} would read, for a progress bar. */
  public static int images(DatasetReader reader) {
    List<String> none = List.of();
    return reader.readSets(none, ignored -> {}).stream().mapToInt(Samples::size).sum();
  }

  private static void overlap(DatasetReader reader, List<Samples> sets, List<DatasetIssue> faults) {
    List<Samples> apart = sets;
    if (sets.size() == 1 && reader.hasOfficialTest()) {
      OfficialSets official = reader.divided(sets.get(0));
      apart = List.of(official.training(), official.test());
    }
    Set<String> both = new TreeSet<>();
    for (int i = 0; i < apart.size(); i++) {
      for (int j = 0; j < i; j++) {
        Set<String> shared = new HashSet<>(apart.get(i).patients());
        shared.retainAll(new HashSet<>(apart.get(j).patients()));
        both.addAll(shared);
      }
    }
    both.forEach(
        patient -> faults.add(new DatasetIssue(DatasetIssue.Kind.OVERLAP, "patient " + patient)));
  }

  private static void images(
      Path folder,
      List<String> names,
      List<String> places,
      Map<String, String> patientOf,
      List<DatasetIssue> faults,
      Progress progress) {
    // The digest of a valid image, or its problem.
    Object[] found = new Object[names.size()];
    IntStream.range(0, found.length)
        .parallel()
        .forEach(
            i -> {
              found[i] = look(folder.resolve(names.get(i)), names.get(i), places.get(i));
              progress.imageDone();
            });
    Map<String, String> first = new HashMap<>();
    for (int i = 0; i < found.length; i++) {
      if (found[i] instanceof DatasetIssue fault) {
        faults.add(fault);
      } else {
        String name = names.get(i);
        String twin = first.putIfAbsent((String) found[i], name);
        if (twin != null) {
          boolean same = patientOf.get(twin).equals(patientOf.get(name));
          String whose = same ? "" : ", of another patient";
          faults.add(new DatasetIssue(DatasetIssue.Kind.DUPLICATE, name + " is " + twin + whose));
        }
      }
    }
  }

  private static Object look(Path file, String name, String place) {
    if (!Files.isRegularFile(file)) {
      return new DatasetIssue(DatasetIssue.Kind.MISSING, name + " (" + place + ")");
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      ImageDecoder.decode(file);
      // Half of SHA-256 is enough to distinguish images.
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, digest.length / 2);
    } catch (IOException e) {
      return new DatasetIssue(
          DatasetIssue.Kind.CORRUPT, name + ": " + AtomicFile.reason(e) + " (" + place + ")");
    } catch (ThoraxException e) {
      return new DatasetIssue(DatasetIssue.Kind.CORRUPT, e.getMessage() + " (" + place + ")");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static List<LabelCounts> counts(List<Samples> sets) {
    List<LabelCounts> sum = new ArrayList<>(LabelCounts.of(sets.get(0)));
    for (Samples set : sets.subList(1, sets.size())) {
      List<LabelCounts> more = LabelCounts.of(set);
      for (int c = 0; c < sum.size(); c++) {
        LabelCounts one = sum.get(c);
        LabelCounts other = more.get(c);
        sum.set(
            c,
            new LabelCounts(
                one.name(),
                one.positive() + other.positive(),
                one.negative() + other.negative(),
                one.uncertain() + other.uncertain(),
                one.blank() + other.blank()));
      }
    }
    return sum;
  }
}
