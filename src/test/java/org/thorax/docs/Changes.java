package org.thorax.docs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How commands of the documentation are run in a small folder without a network: what stands for
 * names in capitals, what is changed, what ends otherwise than well, and what is not run, each with
 * its reason. Whatever is not named here is run as it stands, and has to succeed.
 */
final class Changes {
  /** A run with these networks is in every page's folder. */
  static final String TRAINED = "DenseNet121_Chexpert_BCE_E3_B32_C0_N5_D128_1LR4_Adam";

  static final String OTHER_TRAINED = "Xception_Chexpert_BCE_E3_B32_C0_N5_D128_1LR4_Adam";

  private static final Pattern SAID = Pattern.compile("# .*exit code (\\d+)");
  private static final Map<String, String> PLACEHOLDERS = new LinkedHashMap<>();
  private static final Map<String, String> REPLACED = new LinkedHashMap<>();
  private static final Map<String, Integer> EXIT_CODES = new LinkedHashMap<>();
  private static final Map<String, String> NOT_RUN = new LinkedHashMap<>();

  static {
    PLACEHOLDERS.put("OTHER_MODEL", OTHER_TRAINED);
    PLACEHOLDERS.put("MODEL", TRAINED);
    PLACEHOLDERS.put("EXPERIMENT", TRAINED);

    // Without a network it says where the file can be had; BackboneWeightsTest downloads one.
    REPLACED.put("backbone fetch (\\w+)", "backbone fetch $1 --address http://127.0.0.1:9/");
    EXIT_CODES.put("backbone fetch", 1);
    // docs/runs.md runs all of it.
    REPLACED.put("run night.yaml$", "run night.yaml --dry-run");
    // The bucket is a folder; BucketStoreTest and LocalBucketTest have buckets.
    REPLACED.put("gs://[\\w/-]+", "model-store");
    // The classes and the size that the logs here have.
    REPLACED.put("--classes 12 --test-samples 234", "--classes 5");
    // No machine of the tests has a GPU.
    REPLACED.put("thorax --gpu ", "thorax ");
    // Any free port; addresses in later commands follow.
    REPLACED.put("(thorax serve)(?! .*--port)", "$1 --port 0");
    REPLACED.put("--port \\d+", "--port 0");

    NOT_RUN.put("mvn ", "it runs these tests");
    NOT_RUN.put("docker ", "there is no Docker here; DockerfileTest checks the files");
    NOT_RUN.put("benchmarks/", "takes minutes, on a machine that does nothing else");
    NOT_RUN.put("tar xf thorax-", "needs a release; .ci/archive does it");
    NOT_RUN.put("source thorax-", "the same");
    NOT_RUN.put("pip install", "the tests have an environment of their own");
    NOT_RUN.put("git clone", "needs a network");
  }

  private Changes() {}

  /** Why it is not run here. */
  static Optional<String> reasonNotToRun(String command) {
    return NOT_RUN.entrySet().stream()
        .filter(
            entry ->
                Pattern.compile("(^|[ ;&])" + Pattern.quote(entry.getKey()))
                    .matcher(command)
                    .find())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The command as it is run. */
  static String applied(String command) {
    String changed = command;
    for (Map.Entry<String, String> each : PLACEHOLDERS.entrySet()) {
      changed = changed.replaceAll("\\b" + each.getKey() + "\\b(?!=)", each.getValue());
    }
    for (Map.Entry<String, String> each : REPLACED.entrySet()) {
      changed = changed.replaceAll(each.getKey(), each.getValue());
    }
    return changed;
  }

  /** What its remark says that a command ends with ("exit code 1"), or this table; else 0. */
  static int exitCode(String command) {
    Matcher said = SAID.matcher(command);
    if (said.find()) {
      return Integer.parseInt(said.group(1));
    }
    return EXIT_CODES.entrySet().stream()
        .filter(entry -> command.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(0);
  }
}
