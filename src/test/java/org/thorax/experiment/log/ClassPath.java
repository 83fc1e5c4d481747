package org.thorax.experiment.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a process of its own needs to know the logs, whoever runs the tests. */
final class ClassPath {
  private ClassPath() {}

  static String current() {
    Set<String> parts = new LinkedHashSet<>();
    for (Class<?> one :
        List.of(
            AppendingProcess.class,
            ExperimentLogs.class,
            JsonNode.class,
            JsonFactory.class,
            JsonInclude.class)) {
      try {
        parts.add(
            Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return String.join(File.pathSeparator, parts);
  }
}
