package org.thorax.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.Oracle;
import org.thorax.oracle.OracleSession;

/**
 * Every command and every piece of Python in the documentation, run as a reader would: page by
 * page, from top to bottom, each page in a folder of its own.
 *
 * <p>{@code -Dthorax.docs=docs/runs.md} runs that page alone.
 */
@Tag("oracle")
@Tag("slow")
class DocumentationRunsTest {
  private static final int INTERRUPTED = 143;

  private static final String TRAIN =
      "./thorax train Chexpert_BCE_E%d_B32_C0_N5_D128_1LR4_Adam --architecture %s"
          + " --data data/chexpert/full";

  @TempDir private static Path work;
  private static Path start;

  /** The same for all pages, since a run can only be resumed in the folder where it began. */
  private static Path project;

  private static Optional<PageInUse> current = Optional.empty();

  /** Something to be done at a line of a page. */
  private record Step(int line, String title, Executable action) {}

  @BeforeAll
  static void makeTheFolderThatPagesStartFrom() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: bash is missing");
    project = work.resolve("project");
    start = work.resolve("start");
    Fixture.write(project, Page.all());
    try (PageShell shell = new PageShell(project)) {
      for (String architecture : List.of("DenseNet121", "Xception")) {
        succeeds(shell.run(TRAIN.formatted(3, architecture)));
      }
      succeeds(
          shell.run(
              "./thorax evaluate %s --data data/chexpert/full --out other-evaluation"
                  .formatted(Changes.OTHER_TRAINED)));
      isInterrupted(shell.interrupt(TRAIN.formatted(40, "DenseNet121")));
    }
    Files.move(project, start);
  }

  @AfterAll
  static void closeCurrent() throws IOException {
    if (current.isPresent()) {
      current.get().close();
    }
  }

  @TestFactory
  Stream<DynamicContainer> everyPageDoesWhatItSays() {
    String only = System.getProperty("thorax.docs", "");
    return Page.all().stream()
        .filter(page -> page.file().toString().startsWith(only))
        .map(DocumentationRunsTest::tests)
        .filter(container -> container != null);
  }

  private static DynamicContainer tests(Page page) {
    PageInUse inUse = new PageInUse();
    List<Step> steps = new ArrayList<>();
    for (DocumentedCommand command : DocumentedCommand.on(page)) {
      if (command.whole()) {
        steps.add(new Step(command.line(), command.text(), () -> inUse.run(command)));
      }
    }
    for (Page.Block block : page.blocks()) {
      if (block.language().equals("python")) {
        steps.add(new Step(block.line(), "Python", () -> inUse.runPython(block)));
      }
    }
    Stream<DynamicTest> tests =
        steps.stream()
            .sorted(Comparator.comparingInt(Step::line))
            .map(
                step ->
                    DynamicTest.dynamicTest(
                        page.file() + ":" + step.line() + " " + step.title(), step.action()));
    return DynamicContainer.dynamicContainer(page.file().toString(), tests);
  }

  /** A page's folder, terminal and Python, made when the first step needs them. */
  private static final class PageInUse {
    private PageShell shell;
    private OracleSession python;

    void run(DocumentedCommand command) throws Exception {
      Changes.reasonNotToRun(command.text())
          .ifPresent(reason -> assumeTrue(false, "not run: " + reason));
      open();
      String line = Changes.applied(command.text());
      if (line.contains("thorax serve")) {
        succeeds(shell.serve(line));
      } else if (line.contains("# Ctrl-C")) {
        isInterrupted(shell.interrupt(line));
      } else {
        PageShell.Ended ended = shell.run(line);
        assertThat(ended.exit()).as(ended.output()).isEqualTo(Changes.exitCode(line));
      }
    }

    void runPython(Page.Block block) throws Exception {
      open();
      if (python == null) {
        python = Oracle.session("notebook.py", project);
      }
      Path cell = work.resolve("cell.py");
      Files.writeString(cell, Changes.applied(String.join("\n", block.lines())));
      CompletableFuture<List<String>> answer = python.start(cell);
      python.lines(answer);
    }

    private void open() throws IOException {
      if (shell == null) {
        closeCurrent();
        current = Optional.of(this);
        Fixture.delete(project);
        Fixture.copy(start, project);
        shell = new PageShell(project);
      }
    }

    void close() throws IOException {
      if (shell != null) {
        shell.close();
      }
      if (python != null) {
        python.close();
      }
    }
  }

  private static void isInterrupted(PageShell.Ended ended) {
    assertThat(ended.exit()).as(ended.output()).isEqualTo(INTERRUPTED);
  }

  private static void succeeds(PageShell.Ended ended) {
    assertThat(ended.exit()).as(ended.output()).isZero();
  }
}
