package org.thorax.app.cli.experiment;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.experiment.log.ExperimentLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax log copy}. */
@Command(
    name = "copy",
    description = {
      "Rewrites a log in the layout of Python's json.dumps(indent=4).",
      "A file written by Python is reproduced byte for byte."
    })
final class LogCopyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OverwriteOption overwrite;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "Log file to read.")
  private Path in;

  @Parameters(index = "1", paramLabel = "TARGET", description = "Output file.")
  private Path out;

  @Override
  public Integer call() {
    ExperimentLog log = new ExperimentLog(in);
    overwrite.requireFile(out, "a log with no other entries than " + in, log::holdsAllOf);
    ExperimentLog.Copy copy = log.copyTo(out);
    spec.commandLine()
        .getOut()
        .printf(
            "%d entries copied to %s, %s%n",
            copy.entries(),
            out,
            copy.same() ? "byte by byte" : "in another layout, the values the same");
    return 0;
  }
}
