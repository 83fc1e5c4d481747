package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * A benchmark's form in a YAML file. {@code extends:} names another file, relative to this one, a
 * benchmark by its name, or a preset; its keys are taken where this file has none.
 */
public final class BenchmarkFile {
  private static final String EXTENDS = "extends";

  private BenchmarkFile() {}

  /** Whether a text names a file rather than a benchmark. */
  public static boolean isFile(String text) {
    return text.endsWith(".yaml") || text.endsWith(".yml");
  }

  /**
   * The form with everything that the file extends.
   *
   * @throws ThoraxException when a file is missing, is no YAML, or extends itself
   */
  public static ObjectNode read(Path file) {
    return read(file.toAbsolutePath().normalize(), List.of());
  }

  private static ObjectNode read(Path file, List<Path> before) {
    if (before.contains(file)) {
      throw new ConfigurationException(
          "benchmark",
          "%s extends itself, by way of %s; take one 'extends' out."
              .formatted(file, before.get(before.size() - 1)));
    }
    ObjectNode form = BenchmarkYaml.read(text(file), file.toString());
    JsonNode base = form.remove(EXTENDS);
    if (base == null || base.isNull()) {
      return form;
    }
    if (!base.isTextual()) {
      throw new ConfigurationException(
          "benchmark",
          "Expected a file or a benchmark's name for 'extends' in %s, found %s."
              .formatted(file, base));
    }
    List<Path> now = new ArrayList<>(before);
    now.add(file);
    return FormMerge.of(base(base.textValue(), file, now), form);
  }

  private static ObjectNode base(String base, Path file, List<Path> before) {
    if (isFile(base)) {
      return read(file.resolveSibling(base).normalize(), before);
    }
    ObjectNode form =
        Presets.isPreset(base) ? Presets.form(base) : BenchmarkForm.of(Benchmark.parse(base));
    // What is changed needs a name of its own.
    form.remove("name");
    return form;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          "benchmark",
          "Expected a benchmark's file at " + file + ", found nothing; check the path.",
          e);
    } catch (IOException e) {
      throw new FileException("Cannot read " + file + ": " + AtomicFile.reason(e), e);
    }
  }
}
