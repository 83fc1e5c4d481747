package org.thorax.app.cli.explain;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.InputOptions;
import org.thorax.app.cli.options.MapOptions;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.explain.BoxList;
import org.thorax.explain.Explainer;
import org.thorax.explain.Localization;
import org.thorax.explain.LocalizationRun;
import org.thorax.explain.LocalizationSummary;
import org.thorax.explain.LocalizationTables;
import org.thorax.explain.LocatedFinding;
import org.thorax.explain.MapRequest;
import org.thorax.formats.io.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax explain score}. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description =
        "Measures how well heat maps localize annotated boxes, against random maps and a model "
            + "with shuffled weights.")
final class ExplainScoreCommand implements Callable<Integer> {
  private static final int FOUND_AT = 2;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description =
          "Complete model or ensemble file: a folder, a file, or an experiment name or id.")
  private String model;

  @Option(
      names = "--boxes",
      required = true,
      paramLabel = "FILE",
      description =
          "Table of annotated boxes: NIH's BBox_List_2017.csv or a table in the same format.")
  private Path boxes;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the images, or its parent folder with a subfolder 'images'.")
  private Path data;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Evaluate only the first N findings of the table.")
  private Integer limit;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description =
          "Random seed of the random maps and the shuffled weights (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder for summary.csv and findings.csv.")
  private Path out;

  @Mixin private MapOptions map;
  @Mixin private InputOptions input;
  @Mixin private OverwriteOption overwrite;

  @Override
  public Integer call() {
    MapRequest request = Argument.of(spec, map::request);
    Argument.of(spec, input::overrides);
    Argument.of(spec, this::checkedLimit);
    Optional<OutputFolder> place =
        Optional.ofNullable(out).map(folder -> overwrite.folder(folder, "localisation scores"));
    BoxList list = BoxList.read(boxes);
    Path found = input.find(model, spec);
    PrintWriter console = spec.commandLine().getOut();
    try (Explainer explainer = input.explainer(found, spec, Optional.empty())) {
      LocatedFinding.Selection selection =
          LocatedFinding.select(list, data, explainer.input().classNames());
      explainer
          .remarks(request)
          .forEach(each -> spec.commandLine().getErr().println("note: " + each));
      List<LocatedFinding> findings =
          selection.findings().subList(0, Math.min(checkedLimit(), selection.findings().size()));
      console.printf(
          "%s%s on %d findings; left out: %d boxes of other classes, %d without image%n",
          request.method().title(),
          explainer.layer(request).map(layer -> " at " + layer).orElse(""),
          findings.size(),
          selection.withoutClass(),
          selection.withoutImage());
      console.flush();
      LocalizationRun.Result result = new LocalizationRun(explainer, findings, request, seed).run();
      print(console, result);
      place.ifPresent(
          folder ->
              folder.add(
                  stage ->
                      LocalizationTables.write(
                          stage, result, findings, explainer.input().classNames())));
    }
    return 0;
  }

  private int checkedLimit() {
    if (limit != null && limit < 1) {
      throw new ConfigurationException(
          "limit", "Expected --limit of at least one finding, found " + limit + ".");
    }
    return limit == null ? Integer.MAX_VALUE : limit;
  }

  private static void print(PrintWriter console, LocalizationRun.Result result) {
    console.printf(
        Locale.ROOT,
        "%n%-24s %9s %15s %7s %9s %9s %8s %11s%n",
        "",
        "hit rate",
        "95 % interval",
        "energy",
        "best mIoU",
        "at above",
        "IoU>=0.5",
        "similarity");
    List<LocalizationSummary> rows = new ArrayList<>(List.of(result.trained()));
    rows.addAll(result.baselines());
    rows.forEach(row -> print(console, row, ""));
    for (LocalizationRun.Randomized each : result.randomized()) {
      print(console, each.summary(), String.format(Locale.ROOT, "%.3f", each.similarity()));
    }
    console.printf(
        Locale.ROOT,
        "%nBoxes cover %.3f of the image: what a random pixel hits. Similarity is Spearman's, with"
            + " the trained model's maps.%n",
        result.area());
    verdict(result).forEach(console::println);
  }

  /** A summary of the table in words. */
  private static List<String> verdict(LocalizationRun.Result result) {
    LocalizationSummary trained = result.trained();
    List<String> lines = new ArrayList<>();
    LocalizationSummary random = result.baselines().get(0);
    lines.add(
        trained.hits().low() > random.hits().high()
            ? "The maps hit the boxes more often than random maps do."
            : "The maps do NOT hit the boxes clearly more often than random maps do (the intervals"
                + " overlap): they show nothing that can be relied on.");
    LocalizationSummary middle = result.baselines().get(1);
    if (trained.hits().value() <= middle.hits().value()) {
      lines.add("Who always points at the image's middle hits as often, or more often.");
    }
    return lines;
  }

  private static void print(PrintWriter console, LocalizationSummary row, String similarity) {
    int best = row.overlap().bestThreshold();
    console.printf(
        Locale.ROOT,
        "%-24s %9.3f %15s %7.3f %9.3f %9.1f %8.3f %11s%n",
        row.name(),
        row.hits().value(),
        String.format(Locale.ROOT, "%.3f-%.3f", row.hits().low(), row.hits().high()),
        row.energy(),
        row.overlap().classIous().get(best),
        Localization.THRESHOLDS.get(best),
        row.overlap().found().get(FOUND_AT),
        similarity);
  }
}
