package org.thorax.experiment.wiki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * A wiki's folder in a git working copy. It uses the {@code git} program, whose configuration
 * controls authentication.
 */
public final class WorkingCopy {
  private static final int DIFFERENT = 1;

  private final WikiFolder wiki;

  /** Output of git. */
  private record Answer(int exit, String text) {}

  private WorkingCopy(WikiFolder wiki) {
    this.wiki = wiki;
  }

  /**
   * The working copy that contains the wiki's folder.
   *
   * @throws ThoraxException if there is none, or git is not installed
   */
  public static WorkingCopy of(WikiFolder wiki) {
    WorkingCopy copy = new WorkingCopy(wiki);
    boolean inside =
        Files.isDirectory(wiki.folder())
            && copy.git("rev-parse", "--is-inside-work-tree").text().strip().equals("true");
    if (!inside) {
      throw new ConfigurationException(
          "git",
          wiki.folder()
              + " is no git working copy; clone the wiki's repository there, or leave out `git`.");
    }
    return copy;
  }

  /**
   * Commits an entry's files, and no other staged files.
   *
   * @return whether there was something to commit
   * @throws ThoraxException with git's message
   */
  public boolean commit(String name, String id) {
    List<String> files = wiki.filesOf(name, id);
    done("add", List.of("--"), files);
    if (git(with(List.of("diff", "--cached", "--quiet", "--"), files)).exit() != DIFFERENT) {
      return false;
    }
    done("commit", List.of("--quiet", "-m", "Add model '" + name + "'", "--"), files);
    return true;
  }

  /**
   * Pushes the current branch to its configured remote.
   *
   * @throws ThoraxException with git's message
   */
  public void push() {
    done("push", List.of(), List.of());
  }

  private void done(String command, List<String> options, List<String> files) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(options);
    Answer answer = git(with(all, files));
    if (answer.exit() != 0) {
      throw new FileException(
          "'git %s' failed in %s: %s".formatted(command, wiki.folder(), oneLine(answer.text())));
    }
  }

  private static String[] with(List<String> command, List<String> files) {
    List<String> all = new ArrayList<>(command);
    all.addAll(files);
    return all.toArray(String[]::new);
  }

  /** In one line, and without the part of a URL before the @, which may be a password. */
  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("://[^/@\\s]+@", "://");
  }

  private Answer git(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("git", "-C", wiki.folder().toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Disables prompts, and selects untranslated messages, which are parsed.
    builder.environment().putAll(Map.of("GIT_TERMINAL_PROMPT", "0", "LC_ALL", "C"));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), text);
    } catch (IOException e) {
      throw new ConfigurationException(
          "git", "The program 'git' cannot be started; install it, or leave out `git`.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThoraxException("Interrupted while git was at work.", e);
    }
  }
}
