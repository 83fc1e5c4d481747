package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option and parameter that names a file or folder is in {@link #PLACES}; those that are
 * written are tried in {@link OutputPlacesTest} and {@link OwnFoldersTest}.
 */
class KnownPlacesTest {
  /** Each place that a command takes, and how it is used; * is every command. */
  private static final String PLACES =
      """
      backbone create --out            folder
      backbone fetch --keras-cache     read
      backbone fetch --out             folder
      backbone import --out            folder
      backbone import MODEL            read
      backbone show MODEL              read
      compare --labels                 read
      compare --out                    folder
      compare --predictions            read
      dataset describe FOLDER          files
      dataset relabel --out            files
      dataset show --out               file
      dataset stats --out              folder
      ensemble describe ENSEMBLE       read
      ensemble evaluate --out          folder
      ensemble export --out            file or folder
      ensemble fit --out               file
      evaluate --out                   folder
      explain --out                    folder
      explain IMAGE                    read
      explain score --boxes            read
      explain score --out              folder
      export --out                     file or folder
      log check FILE                   read
      log copy SOURCE                  read
      log copy TARGET                  file
      predict --out                    file
      predict IMAGE                    read
      preprocess --out                 goes on
      preprocess --templates           read
      preprocess template --out        files
      quickstart --data                goes on
      run --plan-dir                   goes on
      run FILE                         read
      train --backbone                 read
      train --model                    read
      wiki --out                       goes on
      * --cache-dir                    goes on
      * --data                         read
      * --dataset                      read
      * --logs                         goes on
      * --models                       goes on
      * --store                        goes on
      * --weights                      read
      """;

  @Test
  void everyPlaceThatACommandTakesIsKnown() {
    assertThat(places("", new CommandLine(new Thorax())))
        .as("places that commands take; a new one belongs into PLACES, and into a test if written")
        .isEqualTo(new TreeSet<>(known().keySet()));
  }

  @Test
  void everyCommandThatFillsAPlaceAnewTakesOverwrite() {
    known()
        .forEach(
            (place, use) -> {
              if (use.startsWith("f")) {
                CommandLine found = new CommandLine(new Thorax());
                String command = place.substring(0, place.lastIndexOf(' '));
                for (String word : command.split(" ", -1)) {
                  found = found.getSubcommands().get(word);
                }
                assertThat(found.getCommandSpec().findOption("--overwrite")).as(place).isNotNull();
              }
            });
  }

  private static Map<String, String> known() {
    Map<String, String> known = new TreeMap<>();
    PLACES
        .lines()
        .map(line -> line.split(" {2,}", -1))
        .forEach(line -> known.put(line[0], line[1]));
    return known;
  }

  private static Set<String> places(String name, CommandLine command) {
    Set<String> places = new TreeSet<>();
    for (ArgSpec each : command.getCommandSpec().args()) {
      boolean isPath =
          each.type() == Path.class || List.of(each.auxiliaryTypes()).contains(Path.class);
      if (isPath || each.paramLabel().matches(".*(DIR|FILE|PATH).*")) {
        String place = each instanceof OptionSpec option ? option.names()[0] : each.paramLabel();
        boolean general =
            known().containsKey("* " + place) && !known().containsKey(name + " " + place);
        places.add((general ? "*" : name) + " " + place);
      }
    }
    command
        .getSubcommands()
        .forEach((word, sub) -> places.addAll(places((name + " " + word).strip(), sub)));
    return places;
  }
}
