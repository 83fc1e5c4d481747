package org.thorax.experiment.plan;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts this program again, with the same Java, options and class path. The new process ends when
 * its standard input does: see {@link ParentProcess}.
 */
public final class ThoraxCommand {
  private ThoraxCommand() {}

  /**
   * The command.
   *
   * @param mainClass whose {@code main} is run
   */
  public static List<String> of(String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> !each.startsWith("-agent") && !each.startsWith("-Dthorax."))
        .forEach(command::add);
    command.add(ParentProcess.option());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return command;
  }
}
