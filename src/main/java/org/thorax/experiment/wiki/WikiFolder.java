package org.thorax.experiment.wiki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.io.OutputFile;
import org.thorax.formats.io.PngMark;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Png;

/**
 * A wiki's folder: {@code models/<name>.md} with the versions of an experiment from top to bottom,
 * their figures in {@code uploads/}, and a list of the experiments in {@code home.md}.
 *
 * @param folder created if it is missing
 */
public record WikiFolder(Path folder) {
  static final String UPLOADS = "uploads";
  private static final String MODELS = "models";
  private static final String HOME = "home.md";

  /**
   * Adds an entry, unless its page has it already. It writes the figures first and the list last,
   * so that an interrupted entry is completed by adding it again.
   *
   * @return whether it was added
   * @throws ThoraxException naming the file that cannot be read or written
   */
  public boolean add(WikiEntry entry) {
    Path page = page(entry.name());
    String before = textOf(page);
    boolean added = !shows(before, entry.id());
    if (added) {
      entry.figures().forEach(this::write);
      String all = before.isBlank() ? "" : before.stripTrailing() + "\n\n";
      AtomicFile.write(page, all + entry.text() + "\n" + mark(entry.id()) + "\n");
    }
    list(entry.name());
    return added;
  }

  /**
   * Whether the page of {@code name} has the entry with that id; if so, it also completes the list.
   */
  public boolean has(String name, String id) {
    WikiEntry.requireNames(id, name);
    boolean there = shows(textOf(page(name)), id);
    if (there) {
      list(name);
    }
    return there;
  }

  private static boolean shows(String page, String id) {
    return page.lines().anyMatch(line -> line.strip().equals(mark(id)));
  }

  /** An invisible line that identifies an entry. */
  private static String mark(String id) {
    return "<!-- thorax entry " + id + " -->";
  }

  private Path page(String name) {
    return folder.resolve(MODELS).resolve(name + ".md");
  }

  private void write(String file, Drawing drawing) {
    Path upload = folder.resolve(UPLOADS).resolve(file);
    // A figure already exists if an earlier attempt was interrupted before its page was written.
    new OutputFile(upload, "a figure", PngMark::isIn).require(true);
    AtomicFile.write(upload, out -> PngMark.write(out, png -> Png.write(drawing, png)));
  }

  private void list(String name) {
    Path home = folder.resolve(HOME);
    String before = textOf(home);
    String target = "](" + MODELS + "/" + name + ")";
    if (!before.contains(target)) {
      String all = before.isEmpty() || before.endsWith("\n") ? before : before + "\n";
      AtomicFile.write(home, all + "- [" + Markdown.escaped(name) + target + "\n");
    }
  }

  private static String textOf(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new FileException(
          "Cannot read "
              + file
              + " as UTF-8 text: "
              + AtomicFile.reason(e)
              + "; fix it or move it away.",
          e);
    }
  }

  /** The existing files of an entry, relative to the folder, with {@code /}. */
  List<String> filesOf(String name, String id) {
    List<String> files = new ArrayList<>(List.of(MODELS + "/" + name + ".md", HOME));
    Path uploads = folder.resolve(UPLOADS);
    if (Files.isDirectory(uploads)) {
      try (Stream<Path> all = Files.list(uploads)) {
        all.map(path -> path.getFileName().toString())
            .filter(file -> file.startsWith(id + "-") && file.endsWith(".png"))
            .sorted()
            .forEach(file -> files.add(UPLOADS + "/" + file));
      } catch (IOException e) {
        throw new FileException(
            "Cannot list " + uploads + ": " + AtomicFile.reason(e) + "; check read access.", e);
      }
    }
    return files;
  }
}
