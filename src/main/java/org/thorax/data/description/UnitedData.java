package org.thorax.data.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;

/**
 * Several data sets together: each is split on its own, and a class that a set does not have is
 * {@link Samples#UNLABELLED} there.
 */
public final class UnitedData implements LabelledData {
  private final Map<String, MappedData> parts;

  /**
   * Several data sets.
   *
   * @param own the classes in whose names they are read
   * @throws ThoraxException if two have one name, one has none of the classes, or the mapping names
   *     a class that none has
   */
  public UnitedData(List<DatasetReader> readers, List<String> own, ClassMapping mapping) {
    mapping.require(own, readers.stream().flatMap(each -> each.allClasses().stream()).toList());
    parts = new LinkedHashMap<>();
    for (DatasetReader reader : readers) {
      if (parts.put(reader.name(), MappedData.amongOthers(reader, own, mapping)) != null) {
        throw new ConfigurationException(
            "data",
            "Two data sets have the name '%s', the second in %s; give it another in a dataset.yaml, as patients and images are named after it."
                .formatted(reader.name(), reader.folder()));
      }
    }
    requireOwnImages(readers);
    List<String> missing = own.stream().filter(name -> known(List.of(name)).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "classes",
          "No data set has the classes %s; theirs are %s."
              .formatted(missing, classes(readers, mapping)));
    }
  }

  /** Images that are in two sets would be in the training of one and in the test of the other. */
  private static void requireOwnImages(List<DatasetReader> readers) {
    Map<String, DatasetReader> owners = new HashMap<>();
    for (DatasetReader reader : readers) {
      for (String name : reader.imagesOf()) {
        DatasetReader other = owners.put(name, reader);
        if (other != null) {
          throw new ConfigurationException(
              "data",
              "The images of %s and %s are the same patients' (%s); take one of them."
                  .formatted(other.title(), reader.title(), name));
        }
      }
    }
  }

  /** The classes of several data sets; of synonyms the first set's name is taken. */
  public static List<String> classes(List<DatasetReader> readers, ClassMapping mapping) {
    List<String> classes = new ArrayList<>();
    for (DatasetReader reader : readers) {
      Map<String, String> matched = mapping.match(classes, reader.allClasses(), true);
      reader.allClasses().stream()
          .filter(name -> !matched.containsValue(name))
          .forEach(classes::add);
    }
    return classes;
  }

  @Override
  public Path folder() {
    Path common = null;
    for (Path folder : folders()) {
      Path absolute = folder.toAbsolutePath().normalize();
      common = common == null ? absolute : common(common, absolute);
    }
    return common;
  }

  private static Path common(Path one, Path other) {
    Path parent = one;
    while (parent.getParent() != null && !other.startsWith(parent)) {
      parent = parent.getParent();
    }
    return parent;
  }

  @Override
  public List<Path> folders() {
    return parts.values().stream().map(MappedData::folder).toList();
  }

  @Override
  public Samples all(List<String> classes) {
    return joined((name, data) -> data.all(classes));
  }

  @Override
  public DatasetSplit split(SplitPlan plan, List<String> classes) {
    Map<String, DatasetSplit> splits = new LinkedHashMap<>();
    parts.forEach((name, data) -> splits.put(name, data.split(plan, classes)));
    return new DatasetSplit(
        joined(splits, DatasetSplit::train),
        joined(splits, DatasetSplit::validation),
        joined(splits, DatasetSplit::test));
  }

  @Override
  public String describe(SplitPlan plan) {
    return parts.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue().describe(plan))
        .collect(Collectors.joining("; "));
  }

  private Samples joined(Map<String, DatasetSplit> splits, Function<DatasetSplit, Samples> set) {
    return joined((name, data) -> set.apply(splits.get(name)));
  }

  private Samples joined(BiFunction<String, MappedData, Samples> read) {
    List<Samples> all = new ArrayList<>();
    parts.forEach((name, data) -> all.add(read.apply(name, data).ofSet(name)));
    return Samples.joined(folder(), all);
  }

  @Override
  public List<String> known(List<String> classes) {
    return classes.stream()
        .filter(
            name -> parts.values().stream().anyMatch(each -> !each.known(List.of(name)).isEmpty()))
        .toList();
  }

  @Override
  public List<String> remarks() {
    return parts.values().stream().flatMap(each -> each.remarks().stream()).toList();
  }
}
