package org.thorax.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.thorax.app.cli.Thorax;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every {@code thorax} command in the documentation is one that the program takes. */
class DocumentedCommandsTest {
  /** Options of other programs that sentences name. */
  private static final Set<String> OF_OTHERS = Set.of("--gpu", "--gpus", "--user");

  private static CommandLine program;
  private static List<Page> pages;

  @BeforeAll
  static void read() {
    program = new CommandLine(new Thorax()).setCaseInsensitiveEnumValuesAllowed(true);
    all(program).forEach(command -> command.getCommandSpec().parser().collectErrors(true));
    pages = Page.all();
  }

  @Test
  void everyCommandIsTaken() {
    List<DocumentedCommand> commands = commands();
    assertThat(commands).hasSizeGreaterThan(80);
    assertSoftly(
        softly ->
            commands.forEach(
                command -> softly.assertThat(faults(command)).as(command.place()).isEmpty()));
  }

  @Test
  void everyLineOfABlockWithCommandsIsOne() {
    assertSoftly(
        softly -> {
          for (DocumentedCommand command : commands()) {
            softly
                .assertThat(command.otherPrograms())
                .as("%s: no programs; other text belongs into a fenced block", command.place())
                .allMatch(DocumentedCommand::isProgram);
          }
        });
  }

  @Test
  void nothingIsRunOtherwiseThanWrittenWithoutNeed() {
    List<String> commands =
        commands().stream().filter(DocumentedCommand::whole).map(DocumentedCommand::text).toList();
    assertThat(Changes.withoutUse(commands)).isEmpty();
  }

  @Test
  void everyOptionThatIsNamedExists() {
    Set<String> known = new TreeSet<>(OF_OTHERS);
    all(program)
        .flatMap(command -> command.getCommandSpec().options().stream())
        .forEach(
            option -> {
              known.addAll(List.of(option.names()));
              if (option.negatable()) {
                known.add(option.longestName().replaceFirst("^--(no-)?", "--no-"));
                known.add(option.longestName().replaceFirst("^--(no-)?", "--"));
              }
            });
    assertSoftly(
        softly -> {
          for (Page page : pages) {
            Stream.of(true, false)
                .flatMap(inTables -> page.inlineCode(inTables).stream())
                .filter(code -> code.text().matches("--[a-z].*"))
                .forEach(
                    code ->
                        softly
                            .assertThat(code.text().replaceFirst("[ =\\[].*", ""))
                            .as("%s:%s", page.file(), code.line())
                            .isIn(known));
          }
        });
  }

  @Test
  void everythingInTheHelpIsDescribed() {
    assertSoftly(
        softly ->
            all(program)
                .forEach(
                    command -> {
                      var spec = command.getCommandSpec();
                      String[] description = spec.usageMessage().description();
                      softly.assertThat(description).as(spec.qualifiedName()).isNotEmpty();
                      // The list of commands shows the first line alone.
                      softly.assertThat(description[0]).as(spec.qualifiedName()).endsWith(".");
                      for (OptionSpec option : spec.options()) {
                        softly
                            .assertThat(String.join("", option.description()))
                            .as("%s %s", spec.qualifiedName(), option.longestName())
                            .isNotBlank();
                      }
                      spec.positionalParameters()
                          .forEach(
                              parameter ->
                                  softly
                                      .assertThat(String.join("", parameter.description()))
                                      .as("%s %s", spec.qualifiedName(), parameter.paramLabel())
                                      .isNotBlank());
                    }));
  }

  private static List<DocumentedCommand> commands() {
    return pages.stream().flatMap(page -> DocumentedCommand.on(page).stream()).toList();
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().distinct().flatMap(DocumentedCommandsTest::all));
  }

  /** What the program would say to it, one line each. */
  private static List<String> faults(DocumentedCommand command) {
    List<String> faults = new ArrayList<>();
    for (List<String> words : command.thoraxArguments()) {
      List<String> arguments = new ArrayList<>(words);
      if (!command.whole()) {
        arguments.remove("...");
      } else {
        arguments.stream()
            .filter(word -> word.matches(".*\\.\\.\\.|[\\[{(].*"))
            .forEach(word -> faults.add("cannot be copied: " + word));
      }
      errors(arguments).stream()
          .filter(e -> command.whole() || !(e instanceof MissingParameterException))
          .forEach(e -> faults.add(e.getMessage()));
    }
    return faults;
  }

  private static List<Exception> errors(List<String> arguments) {
    ParseResult result;
    try {
      result = program.parseArgs(arguments.toArray(new String[0]));
    } catch (ParameterException e) {
      return List.of(e);
    }
    List<Exception> errors = new ArrayList<>();
    ParseResult part = result;
    while (part != null) {
      errors.addAll(part.errors());
      part.unmatched()
          .forEach(word -> errors.add(new IllegalArgumentException("unknown: " + word)));
      part = part.hasSubcommand() ? part.subcommand() : null;
    }
    return errors;
  }
}
