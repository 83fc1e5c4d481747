package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.function.Predicate;
import org.thorax.formats.io.OutputFile;
import org.thorax.formats.io.OutputFolder;
import picocli.CommandLine.Option;

/** Whether a command may replace its earlier output; for all commands that write. */
public final class OverwriteOption {
  @Option(
      names = "--overwrite",
      description =
          "Replace output that this command wrote before; other files are never replaced.")
  private boolean overwrite;

  public boolean given() {
    return overwrite;
  }

  /** An output folder; refused if it contains other files. */
  public OutputFolder folder(Path named, String kind) {
    return new OutputFolder(named, kind, overwrite);
  }

  /** An output folder for a SavedModel, which must not contain anything else. */
  public OutputFolder savedModel(Path named) {
    return folder(named, "a SavedModel").requireAlone();
  }

  /** Refuses an existing file, unless it may be replaced. */
  public void requireFile(Path file, String kind, Predicate<Path> own) {
    new OutputFile(file, kind, own).require(overwrite);
  }
}
