package org.thorax.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Models such as others bring, which {@code foreign_models.py} writes once a build. */
public final class ForeignModels {
  private static final Path FOLDER = Path.of("target/keras/foreign").toAbsolutePath();

  private ForeignModels() {}

  /** A file or folder of that name. */
  public static Path file(String name) {
    MadeOnce.make(FOLDER.resolve("outputs.json"), () -> Oracle.run("foreign_models.py", FOLDER));
    return FOLDER.resolve(name);
  }

  /** The film, 32 x 32 grey pixels. */
  public static Path film() {
    return file("film.png");
  }

  /** What Keras or TensorFlow answers for the film, scaled as {@code tf}. */
  public static float[] outputs(String name) {
    try {
      JsonNode all = new ObjectMapper().readTree(file("outputs.json").toFile());
      float[] values = new float[all.path(name).size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) all.path(name).get(i).asDouble();
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
