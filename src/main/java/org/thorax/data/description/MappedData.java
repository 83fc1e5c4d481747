package org.thorax.data.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;

/** A data set read with the classes of a model or of another data set. */
public final class MappedData implements LabelledData {
  private final DatasetReader reader;
  private final List<String> own;
  private final Map<String, String> matched;

  private MappedData(DatasetReader reader, List<String> own, Map<String, String> matched) {
    this.reader = reader;
    this.own = List.copyOf(own);
    this.matched = matched;
    requireSome();
  }

  /** One of several data sets: an equal name comes before the mapping's. */
  static MappedData amongOthers(DatasetReader reader, List<String> own, ClassMapping mapping) {
    return new MappedData(reader, own, mapping.match(own, reader.allClasses(), true));
  }

  /**
   * A data set of which at least one class is known.
   *
   * @param own the classes in whose names it is read
   * @throws ThoraxException if none is known, or the mapping names a class that is not
   */
  public static MappedData of(DatasetReader reader, List<String> own, ClassMapping mapping) {
    mapping.require(own, reader.allClasses());
    return new MappedData(reader, own, mapping.match(own, reader.allClasses()));
  }

  private void requireSome() {
    if (matched.isEmpty()) {
      throw new DataException(
          "%s in %s has none of the classes %s; its classes are %s. Name one by `map` \"%s=%s\" if they mean the same."
              .formatted(
                  reader.title(),
                  reader.folder(),
                  own,
                  reader.allClasses(),
                  own.get(0),
                  reader.allClasses().get(0)));
    }
  }

  @Override
  public List<String> known(List<String> classes) {
    return classes.stream().filter(matched::containsKey).toList();
  }

  @Override
  public Path folder() {
    return reader.folder();
  }

  @Override
  public Samples all(List<String> classes) {
    return named(reader.all(theirs(classes)), classes);
  }

  @Override
  public DatasetSplit split(SplitPlan plan, List<String> classes) {
    DatasetSplit split = reader.split(plan, theirs(classes));
    return new DatasetSplit(
        named(split.train(), classes),
        named(split.validation(), classes),
        named(split.test(), classes));
  }

  @Override
  public String describe(SplitPlan plan) {
    return reader.describe(plan);
  }

  private List<String> theirs(List<String> classes) {
    return classes.stream().filter(matched::containsKey).map(matched::get).distinct().toList();
  }

  private Samples named(Samples samples, List<String> classes) {
    int[] columns =
        classes.stream()
            .mapToInt(name -> samples.classes().indexOf(matched.getOrDefault(name, "")))
            .toArray();
    return samples.withClasses(classes, columns);
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    List<String> renamed =
        matched.entrySet().stream()
            .filter(each -> !each.getKey().equals(each.getValue()))
            .map(each -> each.getKey() + " = " + each.getValue())
            .toList();
    List<String> missing = own.stream().filter(name -> !matched.containsKey(name)).toList();
    List<String> others =
        reader.allClasses().stream().filter(name -> !matched.containsValue(name)).toList();
    add(remarks, "Classes of %s under another name: %s.", renamed);
    add(remarks, "Classes that %s does not label: %s.", missing);
    add(remarks, "Classes of %s that are not used: %s.", others);
    return remarks;
  }

  private void add(List<String> remarks, String text, List<String> classes) {
    if (!classes.isEmpty()) {
      remarks.add(text.formatted(reader.title(), String.join(", ", classes)));
    }
  }
}
