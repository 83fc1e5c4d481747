package org.thorax.data.describe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.data.LabelCounts;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetDescription;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.description.DescriptionFile;

/**
 * What a description gives when it is read.
 *
 * @param sets numbers of images of each set that the description names, training first
 * @param missing images without a file
 * @param patients of all sets
 * @param inTwoSets of them, those in more than one set
 * @param labels over all sets
 * @param badRows rows that cannot be used
 */
public record ReadBack(
    List<Integer> sets,
    Faults missing,
    int patients,
    int inTwoSets,
    List<LabelCounts> labels,
    Faults badRows) {
  /** Copies the lists. */
  public ReadBack {
    sets = List.copyOf(sets);
    labels = List.copyOf(labels);
  }

  /**
   * What is wrong.
   *
   * @param count how often
   * @param first the first of them
   */
  public record Faults(int count, Optional<String> first) {
    static Faults of(List<String> all) {
      return new Faults(all.size(), all.stream().findFirst());
    }
  }

  /** The number of images of all sets. */
  public int images() {
    return sets.stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Reads a data set by a description.
   *
   * @throws ThoraxException when the description is wrong, or no row can be used
   */
  static ReadBack of(String text, Path folder) {
    DatasetDescription description = DescriptionFile.of(text, DescriptionFile.NAME);
    return of(new DatasetReader(description, folder));
  }

  static ReadBack of(DatasetReader reader) {
    List<String> faults = new ArrayList<>();
    return of(reader.readSets(reader.classes(), fault -> faults.add(fault.getMessage())), faults);
  }

  /** The training table alone, where the test table is of no use. */
  static ReadBack ofTraining(DatasetReader reader) {
    return of(List.of(reader.read(reader.classes())), List.of());
  }

  private static ReadBack of(List<Samples> sets, List<String> faults) {
    List<String> missing =
        sets.stream()
            .flatMap(set -> IntStream.range(0, set.size()).mapToObj(set::image))
            .filter(file -> !Files.isRegularFile(file))
            .map(Path::toString)
            .toList();
    Set<String> patients = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (Samples set : sets) {
      Set<String> here = new HashSet<>(set.patients());
      here.stream().filter(each -> !patients.add(each)).forEach(twice::add);
    }
    return new ReadBack(
        sets.stream().map(Samples::size).toList(),
        Faults.of(missing),
        patients.size(),
        twice.size(),
        sum(sets.stream().map(LabelCounts::of).toList()),
        Faults.of(faults));
  }

  private static List<LabelCounts> sum(List<List<LabelCounts>> sets) {
    List<LabelCounts> sum = new ArrayList<>(sets.get(0));
    for (List<LabelCounts> set : sets.subList(1, sets.size())) {
      for (int i = 0; i < sum.size(); i++) {
        LabelCounts a = sum.get(i);
        LabelCounts b = set.get(i);
        sum.set(
            i,
            new LabelCounts(
                a.name(),
                a.positive() + b.positive(),
                a.negative() + b.negative(),
                a.uncertain() + b.uncertain(),
                a.blank() + b.blank()));
      }
    }
    return sum;
  }
}
