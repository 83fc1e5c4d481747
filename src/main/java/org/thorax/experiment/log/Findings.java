package org.thorax.experiment.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects the oddities of one entry. */
final class Findings {
  private final String id;
  private final String name;
  private final List<Oddity> found = new ArrayList<>();

  Findings(String id, String name) {
    this.id = id;
    this.name = name;
  }

  /** Notes one; {@code text} is a format with these values. */
  void add(Oddity.Kind kind, String text, Object... values) {
    String line = values.length == 0 ? text : String.format(Locale.ROOT, text, values);
    found.add(new Oddity(id, name, kind, line));
  }

  List<Oddity> found() {
    return List.copyOf(found);
  }
}
