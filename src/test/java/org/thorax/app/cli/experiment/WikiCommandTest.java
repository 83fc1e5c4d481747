package org.thorax.app.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogFile;

/** A small run, published in a wiki. */
class WikiCommandTest {
  private static final Pattern PICTURE = Pattern.compile("!\\[.*]\\(\\.\\./(uploads/.*\\.png)\\)");

  @TempDir private static Path folder;
  private static SmallPhantom phantom;
  private static ExperimentEntry entry;

  @TempDir private Path work;
  private Path wiki;

  @BeforeAll
  static void train() {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    phantom.train("Chexpert_BCE_E2_B8_C0_N2_D32_1LR3_Adam", folder, SmallPhantom.withTiny());
    ExperimentLogs logs = new ExperimentLogs(folder.resolve("logs"));
    entry = logs.log(LogFile.UNVALIDATED).entries().get(0);
  }

  @BeforeEach
  void nameTheWiki() {
    wiki = work.resolve("wiki");
  }

  @Test
  void aRunHasItsPageItsFiguresAndItsLineInTheList() throws IOException {
    CommandLineRun run = wiki("--all-unvalidated", "--data", phantom.folder()).succeeds();
    assertThat(run.out()).contains("Added " + entry.id());
    String page = Files.readString(page());
    List<String> pictures = PICTURE.matcher(page).results().map(each -> each.group(1)).toList();
    assertThat(pictures).hasSize(13).doesNotHaveDuplicates();
    for (String picture : pictures) {
      assertThat(ImageIO.read(wiki.resolve(picture).toFile()).getWidth()).isGreaterThan(700);
    }
    try (Stream<Path> all = Files.list(wiki.resolve("uploads"))) {
      assertThat(all).hasSize(13);
    }
    assertThat(wiki.resolve("home.md"))
        .hasContent("- [" + entry.name() + "](models/" + entry.name() + ")\n");
    // The sets are those of the run, so there is nothing to be said about another division.
    assertThat(page)
        .contains("Training set:", "| Pleural Effusion | ")
        .doesNotContain("the run had");
  }

  @Test
  void aSecondTimeNothingIsAdded() throws IOException {
    wiki(entry.name()).succeeds();
    String page = Files.readString(page());
    assertThat(wiki(entry.id()).succeeds().out()).contains("Already there: ");
    assertThat(page()).hasContent(page);
    assertThat(Files.readAllLines(wiki.resolve("home.md"))).hasSize(1);
  }

  @Test
  void whatFailsIsNamedAndTheOthersGoOn() {
    CommandLineRun run = wiki("no-such-run", entry.id());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("Failed: no-such-run: There is no experiment", "Added " + entry.id());
    assertThat(page()).exists();
  }

  @Test
  void anUnfinishedRunIsNotWritten() {
    ExperimentEntry unfinished =
        new ExperimentEntry(
            "b2",
            "unfinished",
            "unfinished_20261123-101112.h5",
            "1",
            entry.history(),
            "",
            Optional.empty(),
            Optional.empty(),
            entry.benchmark(),
            Map.of());
    Path logs = work.resolve("logs");
    new ExperimentLogs(logs).append(unfinished);
    CommandLineRun all = run("--all-unvalidated", "--logs-dir", logs).succeeds();
    assertThat(all.out()).contains("Left out: b2 unfinished: it was not evaluated");
    CommandLineRun named = run("unfinished", "--logs-dir", logs);
    assertThat(named.exit()).isEqualTo(1);
    assertThat(named.out()).contains("Failed: unfinished: it was not evaluated");
    assertThat(wiki).doesNotExist();
  }

  @Test
  void inAWorkingCopyEachRunIsOneCommitOfItsFilesAloneAndPushedOnlyWhenAsked() throws Exception {
    Path origin = work.resolve("origin.git");
    git(work, "init", "--quiet", "--bare", "-b", "main", origin.toString());
    git(work, "clone", "--quiet", origin.toString(), wiki.toString());
    git(wiki, "checkout", "--quiet", "-B", "main");
    configure();
    git(wiki, "config", "push.default", "current");
    Files.writeString(wiki.resolve("mine.md"), "not yet");
    git(wiki, "add", "mine.md");

    assertThat(wiki(entry.id(), "--git").succeeds().out()).contains("Added and committed");
    assertThat(git(wiki, "log", "--format=%s")).isEqualTo("Add model '" + entry.name() + "'\n");
    assertThat(git(wiki, "status", "--porcelain")).isEqualTo("A  mine.md\n");
    assertThat(git(origin, "branch")).isEmpty();

    assertThat(wiki(entry.id(), "--git", "--push").succeeds().out()).contains("Already", "Pushed");
    assertThat(git(wiki, "rev-list", "--count", "HEAD")).isEqualTo("1\n");
    assertThat(git(origin, "rev-list", "--count", "main")).isEqualTo("1\n");

    git(wiki, "remote", "set-url", "origin", "https://name:word@localhost:1/none.git");
    CommandLineRun refused = wiki(entry.id(), "--git", "--push");
    refused.failsSaying("'git push' failed", "localhost:1");
    assertThat(refused.err()).doesNotContain("word@");
  }

  @Test
  void whatGitDidNotTakeIsCommittedTheNextTime() throws Exception {
    git(work, "init", "--quiet", wiki.toString());
    configure();
    Path hook = wiki.resolve(".git/hooks/pre-commit");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\necho too late in the day\nexit 1\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    CommandLineRun refused = wiki(entry.id(), "--git");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).contains("'git commit' failed", "too late in the day");
    Files.delete(hook);
    assertThat(wiki(entry.id(), "--git").succeeds().out()).contains("Committed what was already");
    assertThat(git(wiki, "status", "--porcelain")).isEmpty();
  }

  private void configure() throws Exception {
    git(wiki, "config", "user.name", "wiki");
    git(wiki, "config", "user.email", "wiki@localhost");
    git(wiki, "config", "commit.gpgsign", "false");
  }

  @Test
  void gitNeedsAWorkingCopyAndPushingNeedsGit() throws IOException {
    Files.createDirectories(wiki);
    wiki(entry.id(), "--git").failsSaying("is no git working copy", "--git");
    wiki(entry.id(), "--push").isWrongUsageSaying("--push needs --git");
    wiki().isWrongUsageSaying("--all-unvalidated");
    CommandLineRun.thorax("wiki", "a").isWrongUsageSaying("--out");
  }

  private Path page() {
    return wiki.resolve("models").resolve(entry.name() + ".md");
  }

  private CommandLineRun wiki(Object... given) {
    List<Object> arguments = new ArrayList<>(List.of(given));
    arguments.addAll(List.of("--logs-dir", folder.resolve("logs")));
    arguments.addAll(List.of("--models-dir", folder.resolve("models")));
    return run(arguments.toArray());
  }

  private CommandLineRun run(Object... given) {
    List<Object> arguments = new ArrayList<>(List.of("wiki"));
    arguments.addAll(List.of(given));
    arguments.addAll(List.of("--out", wiki));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private static String git(Path where, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", where.toString()));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "skipped: there is no git");
      throw e;
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
