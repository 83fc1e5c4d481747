package org.thorax.app.cli.options;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Prints settings as options: {@code `scaling`} in a message becomes {@code --scaling}, if a
 * command has an option of that name. The rest of the program knows settings by their names only.
 */
public final class OptionWording extends FilterWriter {
  private static final Pattern SETTING = Pattern.compile("`([a-z][a-z-]*)`");
  private final Set<String> options;

  private OptionWording(Writer out, Set<String> options) {
    super(out);
    this.options = options;
  }

  /** A writer to {@code out} that knows the options of all commands below {@code root}. */
  public static PrintWriter around(PrintWriter out, CommandLine root) {
    Set<String> options = new TreeSet<>();
    collect(root, options);
    return new PrintWriter(new OptionWording(out, options), true);
  }

  private static void collect(CommandLine command, Set<String> options) {
    Stream.of(command.getCommandSpec().optionsMap(), command.getCommandSpec().negatedOptionsMap())
        .flatMap(known -> known.keySet().stream())
        .filter(name -> name.startsWith("--"))
        .map(name -> name.substring(2))
        .forEach(options::add);
    command.getSubcommands().values().forEach(each -> collect(each, options));
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    out.write(worded(text.substring(from, from + length)));
  }

  private String worded(String text) {
    if (text.indexOf('`') < 0) {
      return text;
    }
    return SETTING
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    options.contains(found.group(1)) ? "--" + found.group(1) : found.group()));
  }
}
