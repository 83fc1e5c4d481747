package org.thorax.docs;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How commands of the documentation are run in a small folder without a network: what stands for
 * names in capitals, what is changed, what ends otherwise than well, and what is not run, each with
 * its reason. Whatever is not named here is run as it stands, and has to succeed.
 */
final class Changes {
  /** A run with these networks is in every page's folder. */
  static final String TRAINED = "DenseNet121_Chexpert_BCE_E3_B32_C0_N5_D128_1LR4_Adam";

  static final String OTHER_TRAINED = "Xception_Chexpert_BCE_E3_B32_C0_N5_D128_1LR4_Adam";

  /** What is written in place of what, in this order. */
  private static final List<Change> CHANGES =
      List.of(
          new Change("\\bOTHER_MODEL\\b", OTHER_TRAINED, "names in capitals"),
          new Change("\\bMODEL\\b", TRAINED, "the same"),
          new Change("\\bEXPERIMENT\\b", TRAINED, "the same"),
          new Change(
              "backbone fetch (\\w+)",
              "backbone fetch $1 --address http://127.0.0.1:9/",
              "no network, so it says where the file is; BackboneWeightsTest downloads one"),
          new Change("--out keras-weights/(\\w+)", "--out keras-weights/my-$1", "one is there"),
          new Change("run night.yaml$", "run night.yaml --dry-run", "docs/runs.md runs all of it"),
          new Change("explain score ", "explain score --limit 40 ", "some findings will do"),
          new Change("gs://[\\w/-]+", "model-store", "BucketStoreTest has buckets"),
          new Change("--classes 12 --test-samples 234", "--classes 5", "the classes of the logs"),
          new Change("thorax --gpu ", "thorax ", "the machines of the tests have no GPU"),
          new Change("(thorax serve)(?! .*--port)", "$1 --port 0", "any port that is free"),
          new Change("--port \\d+", "--port 0", "the same; addresses in later commands follow"));

  private static final List<Change> NOT_RUN =
      List.of(
          new Change("(^|[ ;&])mvn ", "", "it runs these tests"),
          new Change("(^|[ ;&])docker ", "", "no Docker here; DockerfileTest checks the files"),
          new Change("^performance/", "", "takes minutes, on a machine that does nothing else"),
          new Change("thorax-\\*", "", "needs a release; .ci/archive does it"));

  private static final Pattern SAID = Pattern.compile("# .*exit code (\\d+)");

  private record Change(Pattern found, String replacement, String reason) {
    Change(String found, String replacement, String reason) {
      this(Pattern.compile(found), replacement, reason);
    }
  }

  private Changes() {}

  /** Why it is not run here. */
  static Optional<String> reasonNotToRun(String command) {
    return NOT_RUN.stream()
        .filter(change -> change.found().matcher(command).find())
        .map(Change::reason)
        .findFirst();
  }

  /** The command as it is run. */
  static String applied(String command) {
    String changed = command;
    for (Change change : CHANGES) {
      changed = change.found().matcher(changed).replaceAll(change.replacement());
    }
    return changed;
  }

  /** What its remark says that a command ends with ("exit code 1"); else 0. */
  static int exitCode(String command) {
    Matcher said = SAID.matcher(command);
    if (said.find()) {
      return Integer.parseInt(said.group(1));
    }
    return command.contains("backbone fetch") ? 1 : 0;
  }

  /** The changes that none of these commands needs. */
  static List<String> withoutUse(List<String> commands) {
    return Stream.of(CHANGES, NOT_RUN)
        .flatMap(List::stream)
        .map(Change::found)
        .filter(found -> commands.stream().noneMatch(command -> found.matcher(command).find()))
        .map(Pattern::pattern)
        .toList();
  }
}
