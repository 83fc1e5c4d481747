package org.thorax.app.cli.train;

import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import picocli.CommandLine.Option;

/** Which layers are trained. */
final class FreezeOptions {
  @Option(names = "--freeze-backbone", description = "Train only the head.")
  private boolean freezeBackbone;

  @Option(
      names = "--unfreeze",
      paramLabel = "LAYERS",
      description =
          "Also train layers that the model file has frozen (trainable = False); the only value is "
              + "all.")
  private String unfreeze;

  /** Whether only the head is trained. */
  boolean backbone() {
    return freezeBackbone;
  }

  /**
   * Whether frozen layers of the file are trained, too.
   *
   * @throws ThoraxException for another value than all
   */
  boolean unfreeze() {
    if (unfreeze != null && !unfreeze.equals("all")) {
      throw new ConfigurationException(
          "unfreeze",
          "Expected --unfreeze all, found '"
              + unfreeze
              + "'; leave it out to train what the file does.");
    }
    return unfreeze != null;
  }
}
