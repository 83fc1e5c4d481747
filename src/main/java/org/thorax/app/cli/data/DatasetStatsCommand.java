package org.thorax.app.cli.data;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.DataOptions;
import org.thorax.app.cli.options.DatasetArgument;
import org.thorax.app.cli.options.DatasetClasses;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.description.DescriptionFile;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.loader.ImageCheck;
import org.thorax.data.tools.statistics.DatasetStatistics;
import org.thorax.data.tools.statistics.StatisticsFigures;
import org.thorax.data.tools.statistics.StatisticsJson;
import org.thorax.data.tools.statistics.StatisticsPage;
import org.thorax.data.tools.statistics.StatisticsText;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkFile;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.NameComponent;
import org.thorax.experiment.registry.BenchmarkSource;
import org.thorax.experiment.run.DatasetSource;
import org.thorax.experiment.run.LearnedLabels;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.io.OutputFolder;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Png;
import org.thorax.formats.plot.Svg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax dataset stats}. */
@Command(
    name = "stats",
    description =
        "Counts labels, patients, ages and views per set; with --out also figures and an HTML "
            + "page.")
final class DatasetStatsCommand implements Callable<Integer> {
  private static final String OFFICIAL = "DS9505";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "BENCHMARK|DATASET",
      description =
          "Data set: its folder, one of its tables, its dataset.yaml, 'chexpert' or 'chestxray14'. Or "
              + "a benchmark, as for 'train': counts the labels that it learns from, encoded and "
              + "upsampled, and its class weights.")
  private String subject;

  @Mixin private DataOptions data;
  @Mixin private DatasetClasses classes;
  @Mixin private OverwriteOption overwrite;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description =
          "Split: DSttvv as in a benchmark's name, 'shares' (64, 16 and 20 %%) or 'none' (a single "
              + "set) (default: DS9505 if the data set has an official test set, else shares).")
  private String split;

  @Option(
      names = "--split-seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description = "Random seed of the split by patient (default: ${DEFAULT-VALUE}).")
  private long splitSeed;

  @Option(
      names = "--stratified",
      description = "Stratify the split: keep class proportions equal in all sets.")
  private boolean stratified;

  @Option(names = "--labels-only", description = "Do not check that the images exist.")
  private boolean labelsOnly;

  @Option(names = "--json", description = "Print JSON to standard output.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder: index.html, statistics.json and each figure as SVG and PNG.")
  private Path out;

  @Override
  public Integer call() {
    Optional<OutputFolder> place =
        Optional.ofNullable(out).map(folder -> overwrite.folder(folder, "data set statistics"));
    if (isBenchmark()) {
      return ofBenchmark();
    }
    if (data.areGiven()) {
      throw new ConfigurationException(
          "data", "--data names a benchmark's data set; '" + subject + "' is one already.");
    }
    DatasetReader reader = DatasetArgument.reader(subject);
    Optional<SplitPlan> plan = Argument.of(spec, () -> plan(reader));
    DatasetStatistics statistics = statistics(reader, plan);
    PrintWriter text = spec.commandLine().getOut();
    text.print(json ? StatisticsJson.of(statistics) + "\n" : StatisticsText.of(statistics));
    if (place.isPresent()) {
      place.get().add(stage -> write(statistics, stage));
      if (!json) {
        text.println();
        text.println("Page and figures: " + out.resolve("index.html"));
      }
    }
    return 0;
  }

  /** A name has a loss; a file is a benchmark's unless it describes a data set. */
  private boolean isBenchmark() {
    if (BenchmarkFile.isFile(subject)) {
      return !DescriptionFile.isOne(Path.of(subject));
    }
    if (!BenchmarkSource.isName(subject)) {
      return true;
    }
    boolean path =
        subject.contains("/") || subject.contains("\\") || Files.exists(Path.of(subject));
    return !path && BenchmarkName.parse(subject).token(NameComponent.LOSS).isPresent();
  }

  private int ofBenchmark() {
    if (split != null || out != null) {
      throw new ConfigurationException(
          split != null ? "split" : "out",
          split != null
              ? "The benchmark says how patients are split; leave out --split."
              : "A benchmark's labels have no figures; leave out --out, or take --json.");
    }
    Benchmark benchmark = Argument.of(spec, this::benchmark);
    DatasetSource source =
        new DatasetSource(data.places(benchmark), BadImagePolicy.SKIP, Optional.empty());
    LearnedLabelsReport report =
        new LearnedLabelsReport(
            benchmark,
            LearnedLabels.describeSplit(benchmark, source),
            LearnedLabels.read(benchmark, source));
    spec.commandLine().getOut().print(json ? report.json() + "\n" : report.text());
    return 0;
  }

  private Benchmark benchmark() {
    List<String> given = classes.given();
    Optional<List<String>> described = given.isEmpty() ? data.classes(subject) : Optional.empty();
    Benchmark found =
        (described.isPresent()
                ? BenchmarkSource.ofData(subject, described.get(), Optional.empty(), List.of())
                : BenchmarkSource.of(subject, given, Optional.empty(), List.of()))
            .benchmark();
    SplitPlan plan = data.planned(found);
    boolean seeded = spec.commandLine().getParseResult().hasMatchedOption("--split-seed");
    return found.with(
        plan.withSeed(seeded ? splitSeed : plan.seed())
            .withStratified(stratified || plan.stratified()));
  }

  private Optional<SplitPlan> plan(DatasetReader reader) {
    boolean official = reader.hasOfficialTest() && reader.description().isEmpty();
    String wanted = split == null ? (official ? OFFICIAL : "shares") : split;
    return switch (wanted) {
      case "none" -> Optional.empty();
      case "shares" -> Optional.of(with(SplitPlan.DEFAULT));
      default -> Optional.of(with(SplitPlan.ofTag(wanted)));
    };
  }

  private SplitPlan with(SplitPlan plan) {
    return plan.withSeed(splitSeed).withStratified(stratified);
  }

  private DatasetStatistics statistics(DatasetReader reader, Optional<SplitPlan> plan) {
    String name = reader.title() + ", " + reader.folder();
    List<String> wanted = classes.of(reader);
    if (plan.isEmpty()) {
      Samples all = reader.read(wanted);
      look(List.of(all));
      return DatasetStatistics.of(name, all);
    }
    DatasetSplit sets = reader.split(plan.get(), wanted);
    look(List.of(sets.train(), sets.validation(), sets.test()));
    return DatasetStatistics.of(name, reader.describe(plan.get()), sets);
  }

  private void look(List<Samples> sets) {
    if (!labelsOnly) {
      ImageCheck images = ImageCheck.of(sets);
      if (images.bad() > 0) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
            Locale.ROOT,
            "%,d images are missing or damaged, e.g. %s; 'thorax dataset check' names all,"
                + " --labels-only does not look.%n",
            images.bad(),
            images.first().get(0));
      }
    }
  }

  private static void write(DatasetStatistics statistics, Path folder) {
    for (Map.Entry<String, Drawing> figure : StatisticsFigures.of(statistics).entrySet()) {
      AtomicFile.write(folder.resolve(figure.getKey() + ".svg"), Svg.file(figure.getValue()));
      AtomicFile.write(
          folder.resolve(figure.getKey() + ".png"), stream -> Png.write(figure.getValue(), stream));
    }
    AtomicFile.write(folder.resolve("statistics.json"), StatisticsJson.of(statistics) + "\n");
    AtomicFile.write(folder.resolve("index.html"), StatisticsPage.of(statistics));
  }
}
