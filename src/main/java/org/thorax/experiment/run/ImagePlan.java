package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.image.Preprocessing;
import org.thorax.data.image.Template;
import org.thorax.data.image.TemplateCrop;
import org.thorax.data.image.TemplateView;
import org.thorax.data.image.Transformation;
import org.thorax.data.prepare.CopyState;
import org.thorax.data.prepare.CropTemplates;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.Preparation;

/**
 * The image preparation of a run, and the part of it that is already done if the data are a
 * prepared copy.
 *
 * @param preprocessing what the run still applies
 * @param preparation all preparation of the images together
 * @param copied preparation of the copy; empty if the data are not a copy
 */
record ImagePlan(Preprocessing preprocessing, Preparation preparation, Optional<String> copied) {
  /**
   * The plan for several data sets, which must be prepared alike.
   *
   * @throws ThoraxException if they are not
   */
  static ImagePlan of(Benchmark benchmark, List<Path> folders) {
    ImagePlan first = of(benchmark, folders.get(0));
    for (Path folder : folders) {
      ImagePlan plan = of(benchmark, folder);
      if (!plan.preparation.equals(first.preparation) || !plan.copied.equals(first.copied)) {
        throw new FileException(
            "The images of %s are prepared otherwise than those of %s; prepare both alike ('thorax preprocess'), with the same templates."
                .formatted(folder, folders.get(0)));
      }
    }
    return first;
  }

  /**
   * The plan for a data set's folder. A name with C1 crops with the templates in the folder {@code
   * templates}, unless the images are already cropped to that size.
   *
   * @throws ThoraxException if templates are missing, or if the copy was cropped to another size
   */
  static ImagePlan of(Benchmark benchmark, Path folder) {
    Optional<CopyState> copy = CopyState.in(folder);
    int dim = benchmark.images().dim();
    List<Transformation> steps = benchmark.images().transformations();
    boolean cropped = copy.isPresent() && copy.get().cropped();
    if (cropped && !copy.get().croppedTo(dim)) {
      throw new FileException(
          String.format(
              "The images of %s are cropped (%s), but benchmark '%s' takes %d x %d; crop the"
                  + " originals to that size.",
              folder, copy.get().preprocessing(), benchmark.name(), dim, dim));
    }
    Preprocessing preprocessing =
        benchmark.images().crop() && !cropped
            ? Preprocessing.cropped(dim, dim, Template.in(folder.resolve("templates")), steps)
            : Preprocessing.of(dim, dim, steps);
    List<String> words = new ArrayList<>(copy.map(CopyState::transformations).orElse(List.of()));
    steps.forEach(step -> words.add(step.fingerprint()));
    return new ImagePlan(
        preprocessing,
        new Preparation(
            cropped || benchmark.images().crop(),
            words,
            pictures(
                preprocessing
                    .crop()
                    .map(TemplateCrop::templates)
                    .orElseGet(() -> cropped ? CropTemplates.in(folder) : Map.of()))),
        copy.map(CopyState::preprocessing));
  }

  /** The preparation as models store it. */
  private static Map<String, String> pictures(Map<TemplateView, Template> templates) {
    Map<String, String> pictures = new HashMap<>();
    templates.forEach(
        (view, template) ->
            pictures.put(
                view.name().toLowerCase(Locale.ROOT),
                Base64.getEncoder().encodeToString(template.png())));
    return pictures;
  }
}
