package org.thorax.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the documentation's tests read pages and commands. */
class PageTest {
  private static final String TEXT =
      """
      # A page: its `title`

      A sentence about `thorax train --cache`, see [there](other.md#a-part).

          ./thorax predict MODEL \\
            film.jpg       # two lines, one command
          cd "a folder" && A=1 ./thorax --gpu doctor | head -3 > out.txt

      ```yaml night.yaml
      seeds: [1]
      ```

      | ask | `./thorax predict MODEL \\| head` |
      """;

  private final Page page = Page.of(Path.of("README.md"), TEXT.lines().toList());

  @Test
  void commandsStandInBlocksTheReadmesTableAndSentences() {
    assertThat(DocumentedCommand.on(page))
        .extracting(DocumentedCommand::line, DocumentedCommand::whole)
        .containsExactly(tuple(3, false), tuple(6, true), tuple(7, true), tuple(13, true));
  }

  @Test
  void theShellsWordsAreFound() {
    List<DocumentedCommand> commands = DocumentedCommand.on(page);
    assertThat(commands.get(1).thoraxArguments())
        .containsExactly(List.of("predict", "MODEL", "film.jpg"));
    assertThat(commands.get(2).thoraxArguments()).containsExactly(List.of("doctor"));
    assertThat(commands.get(2).otherPrograms()).containsExactly("cd", "head");
    assertThat(commands.get(3).thoraxArguments()).containsExactly(List.of("predict", "MODEL"));
    assertThat(Shell.commands("a 'b c'\"d\" $(e f) # g"))
        .containsExactly(List.of("a", "b cd", "$(e f)"));
  }

  @Test
  void fencedBlocksNameTheirFile() {
    assertThat(page.blocks()).hasSize(2);
    assertThat(page.blocks().get(1))
        .isEqualTo(new Page.Block(10, "yaml", "night.yaml", List.of("seeds: [1]")));
  }

  @Test
  void headingsHaveTheAnchorsOfGitHub() {
    assertThat(page.anchors()).containsExactly("a-page-its-title");
    assertThat(page.links()).containsExactly(new Page.Place(3, "other.md#a-part"));
  }
}
