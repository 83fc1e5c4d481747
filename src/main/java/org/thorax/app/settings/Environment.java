package org.thorax.app.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * Variables of the process and of the nearest {@code .env} in the working directory or its parents;
 * the process takes precedence, as in python-dotenv.
 *
 * @param process the process' variables
 * @param file those of {@code .env}
 * @param folder of {@code .env}; empty if there is none
 */
public record Environment(
    Map<String, String> process, Map<String, String> file, Optional<Path> folder) {
  /** Copies the maps. */
  public Environment {
    process = Map.copyOf(process);
    file = Map.copyOf(file);
  }

  /** The environment of this process. */
  public static Environment current() {
    return at(Path.of(""), System.getenv());
  }

  /**
   * The environment of a process that runs in {@code directory}.
   *
   * @throws ThoraxException naming the line if {@code .env} cannot be read or parsed
   */
  public static Environment at(Path directory, Map<String, String> process) {
    for (Path at = directory.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      Path candidate = at.resolve(".env");
      if (Files.isRegularFile(candidate)) {
        try {
          String text = Files.readString(candidate, StandardCharsets.UTF_8);
          return new Environment(process, DotEnv.read(text, candidate, process), Optional.of(at));
        } catch (IOException e) {
          throw new FileException(
              "Cannot read " + candidate + " as UTF-8: " + e.getMessage() + ".", e);
        }
      }
    }
    return new Environment(process, new HashMap<>(), Optional.empty());
  }

  /** A variable's value; empty if it is not set or blank. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(process.get(name))
        .or(() -> Optional.ofNullable(file.get(name)))
        .filter(value -> !value.isBlank());
  }

  /**
   * A folder in a variable. A relative path in {@code .env} is relative to the folder of that file,
   * so that it is valid for commands in all subfolders.
   */
  public Optional<Path> directory(String name) {
    boolean fromFile = !process.containsKey(name);
    return value(name)
        .map(Path::of)
        .map(
            path ->
                fromFile && !folder.equals(Optional.of(Path.of("").toAbsolutePath()))
                    ? folder.map(at -> at.resolve(path).normalize()).orElse(path)
                    : path.normalize());
  }
}
