package org.thorax.app.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Checks Java, the processor and the memory. */
public final class MachineCheck {
  private static final int OLDEST_JAVA = 17;
  private static final double GIBIBYTE = 1 << 30;
  private static final double LITTLE_MEMORY = 4;

  private MachineCheck() {}

  /** Checks. */
  public static List<CheckResult> findings() {
    return List.of(java(), system(), memory());
  }

  private static CheckResult java() {
    String text = System.getProperty("java.version") + ", " + System.getProperty("java.vendor");
    return Runtime.version().feature() >= OLDEST_JAVA
        ? CheckResult.ok("Java", text)
        : CheckResult.bad("Java", text + "; install Java 17 or newer.");
  }

  private static CheckResult system() {
    return CheckResult.ok(
        "System",
        "%s %s, %s, %d cores"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
  }

  private static CheckResult memory() {
    double machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
            / GIBIBYTE;
    String text =
        String.format(
            Locale.ROOT,
            "%.1f GiB, of which Java takes up to %.1f",
            machine,
            Runtime.getRuntime().maxMemory() / GIBIBYTE);
    return machine < LITTLE_MEMORY
        ? CheckResult.note("Memory", text + "; train with small batches and images, or add memory.")
        : CheckResult.ok("Memory", text);
  }
}
