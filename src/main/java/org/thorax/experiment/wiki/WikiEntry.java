package org.thorax.experiment.wiki;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentName;
import org.thorax.formats.plot.Drawing;

/**
 * The wiki entry of a run.
 *
 * @param id of the run
 * @param name of the experiment and its page
 * @param text Markdown that links to {@code ../uploads/<file>}
 * @param figures by the name of their PNG file, which begins with the id
 */
record WikiEntry(String id, String name, String text, Map<String, Drawing> figures) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]+(-[A-Za-z0-9]+)*");

  /** Checks that id and name can be parts of file names. */
  public WikiEntry {
    requireNames(id, name);
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /**
   * Checks an id and a name before they are used.
   *
   * @throws ThoraxException if one cannot be part of a file name
   */
  static void requireNames(String id, String name) {
    if (!ID.matcher(id).matches()) {
      throw new ThoraxException(
          "A run's id must be letters and digits with single '-' between, found '"
              + id
              + "'; fix the log.");
    }
    new ExperimentName(name);
  }
}
