package org.thorax.app.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.Argument;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * What is wrong with a command line, all of it rather than the first.
 *
 * @param spec the command
 * @param found so far
 */
record Problems(CommandSpec spec, List<RuntimeException> found) {
  /** Nothing yet. */
  Problems(CommandSpec spec) {
    this(spec, new ArrayList<>());
  }

  /** What arguments mean; empty, and noted, where they are wrong. */
  <T> Optional<T> understood(Supplier<T> argument) {
    try {
      return Optional.of(Argument.of(spec, argument));
    } catch (ParameterException e) {
      found.add(e);
      return Optional.empty();
    }
  }

  /** Notes what the user can fix. */
  void tried(Runnable step) {
    try {
      step.run();
    } catch (ThoraxException e) {
      found.add(e);
    }
  }
}
