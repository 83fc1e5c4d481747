package org.thorax.app.cli.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.InputOptions;
import org.thorax.app.cli.options.MapOptions;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.explain.ClassChoice;
import org.thorax.explain.Colors;
import org.thorax.explain.Explainer;
import org.thorax.explain.Explanation;
import org.thorax.explain.ExplanationWriter;
import org.thorax.explain.MapRequest;
import org.thorax.explain.Method;
import org.thorax.formats.io.OutputFolder;
import org.thorax.inference.ImageList;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Explains predictions with heat maps, bounding boxes and numbers.",
    subcommands = ExplainScoreCommand.class,
    footer = {
      "",
      "Grad-CAM and its variants need a feature map; --layer selects its layer, by default "
          + "the last one. docs/explanations.md describes the methods and output files."
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final int BATCH = 8;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MODEL",
      description =
          "Complete model or ensemble file: a folder, a file, or an experiment name or id.")
  private String model;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "IMAGE",
      description =
          "JPEG, PNG or DICOM files; folders, searched recursively for images; or CSV tables with "
              + "a column 'image', 'Path' or 'Image Index'.")
  private List<Path> given = List.of();

  @Option(
      names = "--class",
      defaultValue = "top",
      paramLabel = "CLASS",
      description =
          "Target class: names separated by commas; top: the most probable; all; or combined: one "
              + "map for all (default: ${DEFAULT-VALUE}).")
  private String wanted;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder for maps, figures and tables.")
  private Path out;

  @Option(
      names = "--colors",
      paramLabel = "COLORS",
      defaultValue = "perceptual",
      description =
          "Colour map: perceptual, or original: inverted JET as in the original project (default: "
              + "${DEFAULT-VALUE}).")
  private String colors;

  @Option(
      names = "--threshold",
      paramLabel = "VALUE",
      description =
          "Map value above which regions get a bounding box, 0 to 1 (default: 0.5; with --colors "
              + "original 0.3, and boxes are drawn at 0.3 above it, as in the original).")
  private Double threshold;

  @Mixin private MapOptions map;
  @Mixin private InputOptions input;
  @Mixin private OverwriteOption overwrite;

  @Override
  public Integer call() {
    if (model == null || given.isEmpty() || out == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Expected MODEL, at least one IMAGE, and --out DIR.");
    }
    ExplanationWriter.Settings settings = Argument.of(spec, this::settings);
    Argument.of(spec, input::overrides);
    OutputFolder place = overwrite.folder(out, "explanations");
    Path found = input.find(model, spec);
    var console = spec.commandLine();
    ImageList list = ImageList.of(given, BadImagePolicy.FAIL);
    list.note().ifPresent(note -> console.getErr().println("note: " + note));
    List<Path> images = list.images();
    try (Explainer explainer = input.explainer(found, spec, images.stream().findFirst())) {
      explainer
          .remarks(settings.request())
          .forEach(each -> console.getErr().println("note: " + each));
      boolean combined = wanted.equals("combined");
      ClassChoice choice = choice(explainer.input().classNames());
      OutputFolder.Stage stage = place.stage();
      try (stage) {
        ExplanationWriter writer = new ExplanationWriter(stage.folder(), settings, explainer);
        for (int from = 0; from < images.size(); from += BATCH) {
          List<Path> part = images.subList(from, Math.min(images.size(), from + BATCH));
          List<GreyImage> decoded = part.parallelStream().map(ImageDecoder::decode).toList();
          List<GreyImage> prepared = decoded.stream().map(explainer::prepared).toList();
          List<Explanation> explanations = explainer.explain(prepared, choice, settings.request());
          for (int i = 0; i < part.size(); i++) {
            Explanation explanation = explanations.get(i);
            writer.write(
                part.get(i),
                decoded.get(i),
                prepared.get(i),
                combined ? explanation.withoutMaps() : explanation,
                combined);
          }
          stage.keep();
        }
        writer.finish();
        stage.keep();
      }
      console
          .getOut()
          .printf(
              "Explained %d image%s by %s%s: %s%n",
              images.size(),
              images.size() == 1 ? "" : "s",
              settings.request().method().title(),
              explainer.layer(settings.request()).map(layer -> " at " + layer).orElse(""),
              out);
    }
    return 0;
  }

  private ExplanationWriter.Settings settings() {
    Colors chosen = Colors.named(colors);
    boolean legacy = chosen == Colors.ORIGINAL;
    double from = threshold == null ? (legacy ? 0.3 : 0.5) : threshold;
    if (!(from >= 0 && from < 1)) {
      throw new ConfigurationException(
          "threshold", "Expected --threshold from 0 to below 1, found " + from + ".");
    }
    MapRequest request = map.request();
    if (request.layer().isPresent() && request.method() == Method.OCCLUSION) {
      throw new ConfigurationException("layer", "Occlusion looks at no layer; leave --layer out.");
    }
    return new ExplanationWriter.Settings(request, chosen, from, legacy);
  }

  private ClassChoice choice(List<String> classNames) {
    if (wanted.equals("top")) {
      return ClassChoice.top(1);
    }
    if (wanted.equals("all") || wanted.equals("combined")) {
      return ClassChoice.all();
    }
    List<Integer> indices = new ArrayList<>();
    for (String name : Arrays.stream(wanted.split(",", -1)).map(String::strip).toList()) {
      Optional<String> known =
          classNames.stream().filter(each -> each.equalsIgnoreCase(name)).findFirst();
      indices.add(
          classNames.indexOf(
              known.orElseThrow(
                  () ->
                      new ConfigurationException(
                          "class",
                          "Expected --class top, all, combined or one of %s, found '%s'."
                              .formatted(String.join(", ", classNames), name)))));
    }
    return ClassChoice.of(indices.stream().mapToInt(Integer::intValue).toArray());
  }
}
