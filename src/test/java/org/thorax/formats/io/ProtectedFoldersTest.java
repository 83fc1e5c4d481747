package org.thorax.formats.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;

class ProtectedFoldersTest {
  @TempDir private Path temporary;
  private Path top;
  private ProtectedFolders guarded;

  /** The home folder lies elsewhere, and one working copy beside. */
  @BeforeEach
  void make() throws IOException {
    top = temporary.toRealPath();
    for (String each : List.of("top/work/data/phantom", "home/me/mine", "copy/.git", "tree")) {
      Files.createDirectories(top.resolve(each));
    }
    Files.writeString(top.resolve("tree/.git"), "gitdir: elsewhere\n");
    Files.createSymbolicLink(top.resolve("top/work/here"), top.resolve("top/work"));
    Files.createSymbolicLink(top.resolve("top/work/home"), top.resolve("home/me"));
    Files.createSymbolicLink(top.resolve("top/work/deep"), top.resolve("top/work/data/phantom"));
    guarded = new ProtectedFolders(top.resolve("top/work"), List.of(top.resolve("home/me")));
  }

  @ParameterizedTest
  @CsvSource({
    ".,                     the working folder",
    "out/..,                the working folder",
    "./out/../.,            the working folder",
    "data/..,               the working folder",
    "../work,               the working folder",
    "here,                  the working folder",
    "here/.,                the working folder",
    "data/../here/x/..,     the working folder",
    "..,                    above the working folder",
    "../..,                 above the working folder",
    "/,                     above the working folder",
    "/nowhere/..,           above the working folder",
    "data,                  the folder for all data",
    "data/,                 the folder for all data",
    "deep/..,               the folder for all data",
    "here/data,             the folder for all data",
    "models,                the folder for all models",
    "x/../logs,             the folder for all logs",
    "home,                  the home folder",
    "../../home/me,         the home folder",
    "../../home,            above the home folder",
    "../../copy,            a git working copy",
    "../../tree,            a git working copy",
  })
  void aGuardedFolderIsKnownHoweverItIsSpelt(String place, String reason) {
    assertThatThrownBy(() -> guarded.require(Path.of(place)))
        .isInstanceOf(ThoraxException.class)
        .hasMessageStartingWith(place.replaceFirst("(?<=.)/$", "") + " is " + reason + ", ")
        .hasMessageContaining("name a folder of its own");
  }

  @ParameterizedTest
  @CsvSource({"out", "data/phantom", "models/mine", "deep", "deep/x", "home/mine", "../beside"})
  void otherFoldersAreNotGuarded(String place) {
    assertThat(guarded.require(Path.of(place))).isAbsolute();
  }

  @Test
  void aPlaceIsWhereItsLinksLead() {
    assertThat(guarded.require(Path.of("home/./new/../out"))).isEqualTo(top.resolve("home/me/out"));
  }
}
