package org.thorax.experiment.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects the issues of one entry. */
final class EntryIssues {
  private final String id;
  private final String name;
  private final List<LogIssue> found = new ArrayList<>();

  EntryIssues(String id, String name) {
    this.id = id;
    this.name = name;
  }

  /** Adds an issue; {@code text} is a format string for these values. */
  void add(LogIssue.Kind kind, String text, Object... values) {
    String line = values.length == 0 ? text : String.format(Locale.ROOT, text, values);
    found.add(new LogIssue(id, name, kind, line));
  }

  List<LogIssue> found() {
    return List.copyOf(found);
  }
}
