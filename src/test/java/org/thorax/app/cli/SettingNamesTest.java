package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.thorax.app.cli.options.CommandLines;
import org.thorax.app.cli.options.OptionWording;
import picocli.CommandLine;

/** Only the command line words settings as options. */
class SettingNamesTest {
  private static final Path SOURCES = Path.of("src/main/java/org/thorax");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");
  private static final Pattern SETTING = Pattern.compile("`([a-z][a-z-]*)`");

  /** What other programs, or new processes of Thorax, are started with. */
  private static final List<String> STARTS_PROGRAMS =
      List.of(
          "app/doctor/GpuCheck.java",
          "experiment/plan/Plan.java",
          "experiment/plan/PlanRunner.java",
          "experiment/wiki/WorkingCopy.java");

  private static final List<String> OTHER_PROGRAMS = List.of("curl ", "gdcmconv ");

  @Test
  void noMessageBelowTheCommandLineNamesAnOption() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      if (!STARTS_PROGRAMS.contains(SOURCES.relativize(file).toString())) {
        literals(file)
            .filter(text -> OPTION.matcher(text).find())
            .filter(text -> OTHER_PROGRAMS.stream().noneMatch(text::contains))
            .forEach(text -> found.add(file + ": " + text));
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void everySettingThatAMessageNamesIsAnOption() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path file : sources()) {
      literals(file)
          .flatMap(text -> SETTING.matcher(text).results())
          .map(found -> found.group(1))
          .forEach(named::add);
    }
    StringWriter printed = new StringWriter();
    PrintWriter out =
        OptionWording.around(new PrintWriter(printed, true), CommandLines.of(Thorax.class));
    named.forEach(name -> out.println("`" + name + "`"));
    assertThat(named).hasSizeGreaterThan(30);
    assertThat(printed.toString().lines())
        .containsExactlyElementsOf(named.stream().map(name -> "--" + name).toList());
  }

  @Test
  void whatIsNoOptionIsPrintedAsItIs() {
    StringWriter printed = new StringWriter();
    PrintWriter out =
        OptionWording.around(
            new PrintWriter(printed, true),
            new CommandLine(CommandLine.Model.CommandSpec.create()));
    out.printf("`scaling` of `%s` is `%d`%n", "my film.png", 3);
    assertThat(printed).hasToString("`scaling` of `my film.png` is `3`" + System.lineSeparator());
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.startsWith(SOURCES.resolve("app/cli")))
          .sorted()
          .toList();
    }
  }

  private static Stream<String> literals(Path file) throws IOException {
    return LITERAL
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult found) -> found.group(1));
  }
}
