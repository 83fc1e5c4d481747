package org.thorax.app.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.thorax.model.Devices;

/** Checks that there is exactly one native TensorFlow library, and which devices it finds. */
public final class TensorFlowCheck {
  private static final String NATIVE = "org/tensorflow/internal/c_api/";
  private static final List<String> PLATFORMS =
      List.of("linux-x86_64", "linux-x86_64-gpu", "linux-arm64", "macosx-arm64");
  private static final double MEBIBYTE = 1 << 20;

  private TensorFlowCheck() {}

  /** Checks; loads TensorFlow. */
  public static List<CheckResult> findings() {
    List<CheckResult> findings = new ArrayList<>();
    List<String> libraries = libraries();
    findings.add(library(libraries));
    try {
      String version = Devices.version();
      findings.add(CheckResult.ok("TensorFlow", version));
      for (Devices.Found device : Devices.list()) {
        // TensorFlow reports 256 MiB for any CPU.
        String memory =
            device.type().equals("CPU")
                ? ""
                : String.format(Locale.ROOT, ", %,.0f MiB", device.memoryBytes() / MEBIBYTE);
        findings.add(CheckResult.ok("Device", device.name() + memory));
      }
    } catch (LinkageError | RuntimeException e) { // whatever it is, it is what is looked for
      findings.add(
          CheckResult.bad(
              "TensorFlow",
              "cannot be loaded (%s); Thorax runs on linux-x86_64 with glibc 2.27 or newer, linux-arm64 and macosx-arm64."
                  .formatted(firstLine(e))));
    }
    return findings;
  }

  /** Whether TensorFlow found a GPU. */
  public static boolean hasGpu(List<CheckResult> findings) {
    return findings.stream()
        .anyMatch(each -> each.subject().equals("Device") && each.text().startsWith("GPU"));
  }

  /** The native libraries on the class path, by platform. */
  static List<String> libraries() {
    return PLATFORMS.stream().flatMap(TensorFlowCheck::copies).toList();
  }

  private static Stream<String> copies(String platform) {
    try {
      int count =
          Collections.list(
                  TensorFlowCheck.class.getClassLoader().getResources(NATIVE + platform + "/"))
              .size();
      return Collections.nCopies(count, platform).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static CheckResult library(List<String> libraries) {
    return switch (libraries.size()) {
      case 0 -> CheckResult.bad("Library", "no native TensorFlow on the class path; build again.");
      case 1 -> CheckResult.ok("Library", "tensorflow-core-native " + libraries.get(0));
      default ->
          CheckResult.bad(
              "Library",
              "several native TensorFlows on the class path (%s); keep one, build with 'mvn clean package'."
                  .formatted(String.join(", ", libraries)));
    };
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
