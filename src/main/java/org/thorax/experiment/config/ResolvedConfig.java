package org.thorax.experiment.config;

import java.util.List;

/**
 * A benchmark and what its user should know about how it came about.
 *
 * @param benchmark the configuration
 * @param remarks one line each
 */
public record ResolvedConfig(Benchmark benchmark, List<String> remarks) {
  /** Copies the list. */
  public ResolvedConfig {
    remarks = List.copyOf(remarks);
  }
}
