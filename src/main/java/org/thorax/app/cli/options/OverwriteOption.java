package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.function.Predicate;
import org.thorax.formats.io.OutputFile;
import org.thorax.formats.io.OutputFolder;
import picocli.CommandLine.Option;

/** Whether a command may replace what it wrote before, the same in every command that writes. */
public final class OverwriteOption {
  @Option(
      names = "--overwrite",
      description =
          "Replace output that this command wrote before; other files are never replaced.")
  private boolean overwrite;

  public boolean given() {
    return overwrite;
  }

  /** A folder to fill; refused when something else is in it. */
  public OutputFolder folder(Path named, String kind) {
    return new OutputFolder(named, kind, overwrite);
  }

  /** A folder for a SavedModel, which stands alone in it. */
  public OutputFolder savedModel(Path named) {
    return folder(named, "a SavedModel").requireAlone();
  }

  /** Refuses a file that is there, unless it may be replaced. */
  public void requireFile(Path file, String kind, Predicate<Path> own) {
    new OutputFile(file, kind, own).require(overwrite);
  }
}
