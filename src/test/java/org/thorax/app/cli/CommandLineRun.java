package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.assertj.core.api.ListAssert;

/** What a command left behind: its exit code and what it printed. */
public record CommandLineRun(int exit, String out, String err) {
  /** Runs {@code thorax} with these arguments in this process. */
  public static CommandLineRun thorax(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Thorax.run(
            new PrintWriter(out),
            new PrintWriter(err),
            Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new CommandLineRun(exit, out.toString(), err.toString());
  }

  /** Done, with nothing to complain about. */
  public CommandLineRun succeeds() {
    assertThat(err).isEmpty();
    assertThat(exit).as(out).isZero();
    return this;
  }

  /** Exit code 1 and one line, which says all of this; no stack trace, no "unexpected". */
  public void failsSaying(Object... parts) {
    assertThat(exit).as(err).isEqualTo(1);
    lines().hasSize(1);
    says(parts);
  }

  /** Exit code 2, one line that says all of this, and the way to the help. */
  public void isWrongUsageSaying(Object... parts) {
    assertThat(exit).as(err).isEqualTo(2);
    lines().hasSize(2).last().asString().startsWith("Try 'thorax");
    says(parts);
  }

  private ListAssert<String> lines() {
    return assertThat(err.lines().toList());
  }

  private void says(Object... parts) {
    String line = err.lines().findFirst().orElse("");
    assertThat(line).startsWith("thorax: ").doesNotContain("Unexpected failure", "Exception");
    for (Object part : parts) {
      assertThat(line).contains(part.toString());
    }
  }
}
