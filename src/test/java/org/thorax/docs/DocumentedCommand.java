package org.thorax.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A command on a page.
 *
 * @param line its number on the page
 * @param text as a reader would type it, remark included
 * @param whole whether it can be copied as it stands, or is about one thing of it in a sentence
 */
record DocumentedCommand(Path page, int line, String text, boolean whole) {
  /** What blocks may call beside scripts; {@link Changes} says what of it is not run. */
  static final Set<String> PROGRAMS =
      Set.of(
          "cd",
          "cp",
          "curl",
          "docker",
          "export",
          "git",
          "mkdir",
          "mvn",
          "openssl",
          "pip",
          "python",
          "python3",
          "sha256sum",
          "source",
          "tar",
          "tensorboard",
          "thorax");

  /** In their order: blocks, the table of README.md, and what sentences name. */
  static List<DocumentedCommand> on(Page page) {
    List<DocumentedCommand> commands = new ArrayList<>();
    for (Page.Block block : page.blocks()) {
      if (isShell(block)) {
        commands.addAll(of(page, block));
      }
    }
    boolean isReadme = page.file().equals(Path.of("README.md"));
    for (boolean inTable : List.of(true, false)) {
      for (Page.Place code : page.inlineCode(inTable)) {
        boolean whole = inTable && isReadme;
        if (code.text().matches(whole ? "(\\./|thorax ).*" : "(\\./)?thorax .*")) {
          commands.add(new DocumentedCommand(page.file(), code.line(), code.text(), whole));
        }
      }
    }
    commands.sort((a, b) -> Integer.compare(a.line(), b.line()));
    return commands;
  }

  /** Whether a block holds commands: one of its lines begins with a program. */
  static boolean isShell(Page.Block block) {
    return block.language().isEmpty() && block.lines().stream().anyMatch(DocumentedCommand::isOne);
  }

  private static boolean isOne(String line) {
    List<List<String>> commands = line.isBlank() ? List.of() : Shell.commands(line);
    return !commands.isEmpty() && isProgram(commands.get(0).get(0));
  }

  static boolean isProgram(String word) {
    return PROGRAMS.contains(word)
        || word.startsWith("./")
        || word.startsWith("performance/")
        || word.endsWith("/thorax");
  }

  private static List<DocumentedCommand> of(Page page, Page.Block block) {
    List<DocumentedCommand> commands = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < block.lines().size(); i++) {
      String line = block.lines().get(i);
      if (line.endsWith("\\")) {
        text.append(line, 0, line.length() - 1);
      } else if (!line.isBlank()) {
        commands.add(
            new DocumentedCommand(
                page.file(), block.line() + i, text.append(line).toString(), true));
        text.setLength(0);
      }
    }
    return commands;
  }

  /** Where it stands, for people and editors. */
  String place() {
    return page + ":" + line;
  }

  /** The arguments of every call of thorax in it, {@code --gpu} left out. */
  List<List<String>> thoraxArguments() {
    return Shell.commands(text).stream()
        .filter(words -> isThorax(words.get(0)))
        .map(words -> words.subList(1, words.size()))
        .map(
            words ->
                words.isEmpty() || !words.get(0).equals("--gpu")
                    ? words
                    : words.subList(1, words.size()))
        .toList();
  }

  /** The programs that it calls beside thorax. */
  List<String> otherPrograms() {
    return Shell.commands(text).stream()
        .map(words -> words.get(0))
        .filter(word -> !isThorax(word))
        .toList();
  }

  private static boolean isThorax(String program) {
    return program.equals("thorax") || program.endsWith("/thorax");
  }
}
