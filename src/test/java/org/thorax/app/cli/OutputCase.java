package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A command that writes, its output's name, and its arguments with OUT for that. */
record OutputCase(String command, String name, List<Object> arguments, boolean alone) {
  CommandLineRun run(Path out, Object... more) {
    List<Object> all = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
    arguments.forEach(each -> all.add(each.equals("OUT") ? out : each));
    all.addAll(List.of(more));
    return CommandLineRun.thorax(all.toArray());
  }

  @Override
  public String toString() {
    return command + " " + name;
  }

  static OutputCase folder(String command, Object... arguments) {
    return new OutputCase(command, "out", List.of(arguments), false);
  }

  static OutputCase savedModel(String command, Object... arguments) {
    return new OutputCase(command, "out", List.of(arguments), true);
  }

  static OutputCase file(String command, String name, Object... arguments) {
    return new OutputCase(command, name, List.of(arguments), true);
  }

  static void done(CommandLineRun run) {
    assertThat(run.exit()).as(run.err()).isZero();
  }
}
