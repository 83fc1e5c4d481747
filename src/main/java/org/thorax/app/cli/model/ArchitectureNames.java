package org.thorax.app.cli.model;

import java.util.Iterator;
import org.thorax.model.keras.applications.Architecture;

/** The architectures, for the help and the shell's completion. */
final class ArchitectureNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Architecture.names().iterator();
  }
}
