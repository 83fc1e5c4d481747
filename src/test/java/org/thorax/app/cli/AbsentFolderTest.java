package org.thorax.app.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder that is named and is not there is said, not taken for an empty one. */
class AbsentFolderTest {
  @TempDir private Path work;

  @ParameterizedTest
  @ValueSource(strings = {"log list", "log find x", "log publish", "log delete x", "compare"})
  void logsThatAreNotThereAreNamed(String command) {
    for (String option : new String[] {"--logs", "--logs-dir"}) {
      run(command, option).isWrongUsageSaying(work.resolve("no"), "found none", "--logs");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "verify", "pull x", "delete x"})
  void aStoreThatIsNotThereIsNamed(String command) {
    run("models " + command, "--store")
        .isWrongUsageSaying(work.resolve("no"), "found none", "--store");
  }

  @Test
  void modelsToServeThatAreNotThereAreNamed() {
    run("serve --port 0", "--models").isWrongUsageSaying(work.resolve("no"), "--models");
    run("serve --port 0", "--logs").isWrongUsageSaying(work.resolve("no"), "--logs");
  }

  private CommandLineRun run(String command, String option) {
    String all = command + " " + option + " " + work.resolve("no");
    return CommandLineRun.thorax((Object[]) all.split(" ", -1));
  }
}
