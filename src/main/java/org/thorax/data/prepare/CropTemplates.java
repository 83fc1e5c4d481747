package org.thorax.data.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.image.Template;
import org.thorax.data.image.TemplateView;
import org.thorax.formats.io.AtomicFile;

/**
 * The templates with which a prepared copy was cropped, in its folder {@code crop-templates}, so
 * that a model trained on the copy can crop, too.
 */
public final class CropTemplates {
  private static final String FOLDER = "crop-templates";

  private CropTemplates() {}

  /**
   * The templates of a copy; empty if it has none.
   *
   * @throws ThoraxException if one cannot be read
   */
  public static Map<TemplateView, Template> in(Path copy) {
    Map<TemplateView, Template> found = new EnumMap<>(TemplateView.class);
    for (TemplateView view : TemplateView.values()) {
      Path file = file(copy, view);
      if (Files.exists(file)) {
        try {
          found.put(view, Template.ofPng(Files.readAllBytes(file), file.toString()));
        } catch (IOException e) {
          throw new DataException(
              "Cannot read " + file + ": " + AtomicFile.reason(e) + "; make the copy again.", e);
        }
      }
    }
    return found;
  }

  static void write(Map<TemplateView, Template> templates, Path copy) {
    templates.forEach(
        (view, template) -> AtomicFile.write(file(copy, view), out -> out.write(template.png())));
  }

  private static Path file(Path copy, TemplateView view) {
    return copy.resolve(FOLDER).resolve(view.name().toLowerCase(Locale.ROOT) + ".png");
  }
}
