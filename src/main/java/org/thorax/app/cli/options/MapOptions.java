package org.thorax.app.cli.options;

import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.explain.MapRequest;
import org.thorax.explain.Method;
import org.thorax.explain.Target;
import picocli.CommandLine.Option;

/** Which map is wanted. */
public final class MapOptions {
  @Option(
      names = "--method",
      defaultValue = "gradcam",
      paramLabel = "METHOD",
      description =
          "gradcam, gradcam++, guided-backprop, guided-gradcam, crm or occlusion (${DEFAULT-VALUE}).")
  private String method;

  @Option(
      names = "--crm",
      defaultValue = "true",
      paramLabel = "true|legacy",
      description = "legacy: the original's CRM, which skips the hidden layer (${DEFAULT-VALUE}).")
  private String crm;

  @Option(
      names = "--layer",
      description = "A layer whose output is a feature map; the last one unless given.")
  private String layer;

  @Option(
      names = "--target",
      defaultValue = "logit",
      description =
          "What is differentiated: the logit, or the score after the sigmoid as in the original (${DEFAULT-VALUE}).")
  private Target target;

  @Option(
      names = "--patch",
      description = "Side of occlusion's square in pixels; an eighth of the shorter side.")
  private Integer patch;

  public MapRequest request() {
    Method chosen = Method.of(method);
    if (!crm.equals("true") && !crm.equals("legacy")) {
      throw new ThoraxException("Expected --crm true or legacy, found '" + crm + "'.");
    }
    if (patch != null && patch < 1) {
      throw new ThoraxException("Expected --patch of at least one pixel, found " + patch + ".");
    }
    return new MapRequest(
        chosen == Method.CRM && crm.equals("legacy") ? Method.LEGACY_CRM : chosen,
        Optional.ofNullable(layer),
        target,
        Optional.ofNullable(patch));
  }
}
