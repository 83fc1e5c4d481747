package org.thorax.api;

import java.nio.file.Path;
import java.util.List;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetKind;
import org.thorax.data.LabelEncoding;
import org.thorax.data.SplitPlan;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.Upsampling;
import org.thorax.data.description.DatasetReader;
import org.thorax.experiment.config.DatasetName;
import org.thorax.experiment.config.LabelSettings;

/**
 * A data set: a table of labelled radiographs, and how its labels are encoded. Immutable: each
 * method returns a changed copy.
 *
 * <p>Defaults: all classes of the data set, uncertain and blank labels count as absent, no
 * upsampling.
 */
public final class Dataset {
  private final DatasetName name;
  private final Path place;
  private final LabelSettings labels;

  private Dataset(DatasetName name, Path place, LabelSettings labels) {
    this.name = name;
    this.place = place;
    this.labels = labels;
  }

  private static Dataset of(DatasetName name, Path place) {
    LabelEncoding encoding = new LabelEncoding(UncertaintyPolicy.Everywhere.UZEROES);
    return new Dataset(name, place, new LabelSettings(name.classes(), encoding, Upsampling.NONE));
  }

  /**
   * CheXpert, or other radiographs in its layout.
   *
   * @param place a folder with {@code train.csv}, or a table in its format; image paths are
   *     relative to the folder
   */
  public static Dataset chexpert(Path place) {
    return of(DatasetName.CHEXPERT, place);
  }

  /**
   * NIH ChestX-ray14, or other radiographs in its layout.
   *
   * @param place a folder with {@code Data_Entry_2017.csv} and {@code images/}, or a table in its
   *     format
   */
  public static Dataset chestxray14(Path place) {
    return of(DatasetName.CHESTXRAY14, place);
  }

  /**
   * Any other data set, by its description.
   *
   * @param place a folder with a {@code dataset.yaml}, or such a file
   */
  public static Dataset described(Path place) {
    DatasetReader reader = new DatasetReader(DatasetKind.DESCRIBED, place);
    DatasetName name = DatasetName.of(reader.description().orElseThrow().name());
    LabelEncoding encoding = new LabelEncoding(UncertaintyPolicy.Everywhere.UZEROES);
    return new Dataset(
        name, place, new LabelSettings(reader.allClasses(), encoding, Upsampling.NONE));
  }

  /**
   * Selects classes.
   *
   * @param names as in the table, in the order of the network's outputs
   * @throws ThoraxException if the list is empty or contains a class twice
   */
  public Dataset classes(List<String> names) {
    return with(new LabelSettings(names, labels.encoding(), labels.upsampling()));
  }

  /** Selects classes, like {@link #classes(List)}. */
  public Dataset classes(String... names) {
    return classes(List.of(names));
  }

  /**
   * Sets the encoding of uncertain and blank labels.
   *
   * @throws ThoraxException for encodings with three outputs per class, or if it does not fit the
   *     classes
   */
  public Dataset labels(LabelEncoding encoding) {
    if (encoding.threeWay()) {
      throw new ConfigurationException(
          "labels",
          "Expected an encoding with one output a class, found umulticlass, which has three; train it on the command line (Umulticlass in the benchmark's name).");
    }
    return with(labels.with(encoding));
  }

  /**
   * Sets the upsampling of rare classes in the training set.
   *
   * @throws ThoraxException if it names an unknown class
   */
  public Dataset upsampled(Upsampling factors) {
    return with(labels.with(factors));
  }

  private Dataset with(LabelSettings other) {
    return new Dataset(name, place, other);
  }

  /**
   * Reads the table and splits it by patient: 20 % of the patients for the test set, and 20 % of
   * the others for the validation set. No patient is in two sets.
   *
   * @param seed random seed, 0 to 4294967295
   * @throws ThoraxException if the table or the seed is invalid
   */
  public SplitDataset split(long seed) {
    return split(SplitPlan.DEFAULT.withSeed(seed));
  }

  /**
   * Reads the table and splits it by patient: with custom proportions, the official test set, or
   * stratified.
   *
   * @throws ThoraxException if the table is invalid, or if the requested official test set is
   *     missing
   */
  public SplitDataset split(SplitPlan plan) {
    DatasetReader reader = name.open(place);
    return new SplitDataset(name, place, labels, plan, reader.split(plan, labels.classes()));
  }
}
