package org.thorax.api;

import java.nio.file.Path;
import java.util.List;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetReader;
import org.thorax.data.LabelEncoding;
import org.thorax.data.SplitPlan;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.Upsampling;
import org.thorax.experiment.config.DatasetName;
import org.thorax.experiment.config.LabelSettings;

/**
 * A data set's table of labelled radiographs, and what becomes of its labels. Immutable: each
 * method gives a changed copy.
 *
 * <p>Unless said otherwise it has all classes of its kind, uncertain labels and blanks count as
 * absent, and no row is repeated.
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
   * CheXpert, or radiographs of one's own in its layout.
   *
   * @param place a folder with {@code train.csv}, or a table in its format; images are relative to
   *     the folder
   */
  public static Dataset chexpert(Path place) {
    return of(DatasetName.CHEXPERT, place);
  }

  /**
   * NIH ChestX-ray14, or radiographs of one's own in its layout.
   *
   * @param place a folder with {@code Data_Entry_2017.csv} and {@code images/}, or a table in its
   *     format
   */
  public static Dataset chestxray14(Path place) {
    return of(DatasetName.CHESTXRAY14, place);
  }

  /**
   * With some of the classes.
   *
   * @param names as the table has them, in the order of the network's outputs
   * @throws ThoraxException when there is none, or one is named twice
   */
  public Dataset classes(List<String> names) {
    return with(new LabelSettings(names, labels.encoding(), labels.upsampling()));
  }

  /** As {@link #classes(List)}. */
  public Dataset classes(String... names) {
    return classes(List.of(names));
  }

  /**
   * With uncertain labels and blanks encoded otherwise.
   *
   * @throws ThoraxException for three outputs a class, and when it does not fit the classes
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
   * With training rows of rare classes repeated.
   *
   * @throws ThoraxException when it names a class that is not there
   */
  public Dataset upsampled(Upsampling factors) {
    return with(labels.with(factors));
  }

  private Dataset with(LabelSettings other) {
    return new Dataset(name, place, other);
  }

  /**
   * Reads the table and divides the patients: 20 % for the test set, and 20 % of the others for the
   * validation set. No patient is in two sets.
   *
   * @param seed 0 to 4294967295
   * @throws ThoraxException for what is wrong with the table or the seed
   */
  public SplitDataset split(long seed) {
    return split(SplitPlan.DEFAULT.withSeed(seed));
  }

  /**
   * Reads the table and divides the patients with shares of one's own, the publishers' test set, or
   * stratified.
   *
   * @throws ThoraxException for what is wrong with the table, and when an official test set is
   *     asked for and missing
   */
  public SplitDataset split(SplitPlan plan) {
    DatasetReader reader = new DatasetReader(name.kind(), place);
    return new SplitDataset(name, place, labels, plan, plan.split(reader, labels.classes()));
  }
}
