package org.thorax.data.prepare;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.data.image.Preprocessing;
import org.thorax.data.image.Template;
import org.thorax.data.image.TemplateCrop;
import org.thorax.data.image.Transformation;

/**
 * The preparation of every image, as on the command line.
 *
 * @param size rows and columns of the result
 * @param templates the folder of the templates for the crop; empty for no crop
 * @param transformations as text, in order
 * @param apAsLateral as in {@link TemplateCrop}
 */
public record Recipe(
    int size, Optional<Path> templates, List<String> transformations, boolean apAsLateral) {
  /** Copies the list. */
  public Recipe {
    transformations = List.copyOf(transformations);
  }

  /** Each view is cropped by its own template. */
  public Recipe(int size, Optional<Path> templates, List<String> transformations) {
    this(size, templates, transformations, false);
  }

  /**
   * Parses the preparation.
   *
   * @throws org.thorax.ThoraxException for unknown words, missing templates and impossible sizes
   */
  public Preprocessing preprocessing() {
    List<Transformation> steps = transformations.stream().map(Transformation::parse).toList();
    return templates.isEmpty()
        ? Preprocessing.of(size, size, steps)
        : Preprocessing.cropped(
            new TemplateCrop(Template.in(templates.get()), size, size, apAsLateral), steps);
  }
}
