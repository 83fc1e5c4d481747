package org.thorax.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.doctor.CheckResult.Level;

class GpuCheckTest {
  @TempDir Path folder;

  @Test
  void whatIsMissingForAGpuIsNamed() throws IOException {
    Files.createFile(folder.resolve("libcudart.so.12"));
    List<CheckResult> findings = new GpuCheck(List.of(folder)).findings(false, false);
    assertThat(findings)
        .filteredOn(each -> each.level() == Level.NOTE)
        .extracting(CheckResult::text)
        .contains(
            "missing libcuda.so.1 (the driver, 525 or newer).",
            "missing libcublas.so.12, libcublasLt.so.12 (CUDA 12, libcublas).",
            "missing libcudnn.so.9 (cuDNN 9).")
        .noneMatch(text -> text.contains("libcudart"));
  }

  @Test
  void aGpuThatMustBeThereAndIsNotIsBad() {
    assertThat(new GpuCheck(List.of(folder)).findings(false, true))
        .extracting(CheckResult::level)
        .contains(Level.BAD)
        .doesNotContain(Level.NOTE);
  }

  @Test
  void nothingIsMissedWhereTensorFlowSeesAGpu() {
    assertThat(new GpuCheck(List.of(folder)).findings(true, true))
        .extracting(CheckResult::level)
        .doesNotContain(Level.BAD, Level.NOTE);
  }

  @Test
  void exactlyOneNativeTensorFlowIsOnTheClassPath() {
    assertThat(TensorFlowCheck.libraries()).hasSize(1);
  }
}
