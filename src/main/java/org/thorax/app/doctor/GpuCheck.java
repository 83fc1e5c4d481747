package org.thorax.app.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks what TensorFlow 2.18 needs to use an NVIDIA GPU: the driver, CUDA 12 and cuDNN 9, by the
 * files that it opens.
 *
 * @param folders search path of shared libraries
 */
public record GpuCheck(List<Path> folders) {
  private static final String SUBJECT = "GPU";
  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

  /** A library and NVIDIA's package that contains it. */
  private record Library(String file, String part) {}

  private static final List<Library> NEEDED =
      List.of(
          new Library("libcuda.so.1", "the driver, 525 or newer"),
          new Library("libcudart.so.12", "CUDA 12, cuda-cudart"),
          new Library("libcublas.so.12", "CUDA 12, libcublas"),
          new Library("libcublasLt.so.12", "CUDA 12, libcublas"),
          new Library("libcufft.so.11", "CUDA 12, libcufft"),
          new Library("libcusolver.so.11", "CUDA 12, libcusolver"),
          new Library("libcusparse.so.12", "CUDA 12, libcusparse"),
          new Library("libcudnn.so.9", "cuDNN 9"));

  /** Copies the list. */
  public GpuCheck {
    folders = List.copyOf(folders);
  }

  /** Searches like the dynamic loader. */
  public static GpuCheck ofThisMachine() {
    String named = System.getenv("LD_LIBRARY_PATH");
    Stream<String> own = named == null ? Stream.empty() : Stream.of(named.split(":"));
    Stream<String> usual =
        Stream.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/usr/lib/wsl/lib",
            "/usr/local/nvidia/lib64",
            "/usr/local/cuda/lib64",
            "/usr/local/cuda/compat");
    return new GpuCheck(
        Stream.concat(own, usual).filter(name -> !name.isBlank()).map(Path::of).toList());
  }

  /**
   * Checks.
   *
   * @param usable whether TensorFlow sees a GPU
   * @param wanted whether a GPU is required
   */
  public List<CheckResult> findings(boolean usable, boolean wanted) {
    List<CheckResult> findings = new ArrayList<>();
    cards().forEach(card -> findings.add(CheckResult.ok(SUBJECT, card)));
    if (usable) {
      return findings;
    }
    CheckResult.Level level = wanted ? CheckResult.Level.BAD : CheckResult.Level.NOTE;
    List<Library> missing = NEEDED.stream().filter(library -> !isThere(library.file())).toList();
    boolean gpuLibrary = TensorFlowCheck.libraries().contains("linux-x86_64-gpu");
    findings.add(
        new CheckResult(level, SUBJECT, "TensorFlow finds none; training runs on the CPU."));
    if (!gpuLibrary) {
      findings.add(
          new CheckResult(
              level, SUBJECT, "the CPU's TensorFlow is on the class path; start with --gpu."));
    }
    missing.stream()
        .collect(Collectors.groupingBy(Library::part, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (part, libraries) ->
                findings.add(
                    new CheckResult(
                        level,
                        SUBJECT,
                        "missing %s (%s)."
                            .formatted(
                                libraries.stream()
                                    .map(Library::file)
                                    .collect(Collectors.joining(", ")),
                                part))));
    if (!Files.exists(DRIVER) && missing.isEmpty()) {
      findings.add(
          new CheckResult(
              level, SUBJECT, "no NVIDIA driver is loaded; in a container start with --gpus all."));
    }
    return findings;
  }

  private boolean isThere(String file) {
    return folders.stream().anyMatch(folder -> Files.exists(folder.resolve(file)));
  }

  /**
   * The output of nvidia-smi: name, driver, memory, free memory and compute capability of each GPU;
   * empty if it is missing.
   */
  static List<String> cards() {
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=name,driver_version,memory.total,memory.free,compute_cap",
                  "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
        List<String> cards = lines.map(line -> line.replaceFirst(", ", ", driver ")).toList();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
            ? cards
            : List.of();
      }
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
