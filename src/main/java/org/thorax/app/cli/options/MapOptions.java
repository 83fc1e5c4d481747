package org.thorax.app.cli.options;

import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.explain.GradientTarget;
import org.thorax.explain.MapRequest;
import org.thorax.explain.Method;
import picocli.CommandLine.Option;

/** Options of the heat maps. */
public final class MapOptions {
  @Option(
      names = "--method",
      defaultValue = "gradcam",
      paramLabel = "METHOD",
      description =
          "Method: gradcam, gradcam++, guided-backprop, guided-gradcam, crm or occlusion (default: "
              + "${DEFAULT-VALUE}).")
  private String method;

  @Option(
      names = "--crm",
      defaultValue = "true",
      paramLabel = "VARIANT",
      description =
          "Variant of --method crm; legacy: as in the original, which skips the hidden layer "
              + "(default: ${DEFAULT-VALUE}).")
  private String crm;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "Layer whose feature map is used (default: the last feature map).")
  private String layer;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "logit",
      description =
          "Value to differentiate: logit, or score: after the sigmoid, as in the original "
              + "(default: ${DEFAULT-VALUE}).")
  private GradientTarget target;

  @Option(
      names = "--patch",
      paramLabel = "N",
      description =
          "Side of the occluded square in pixels (default: an eighth of the shorter side).")
  private Integer patch;

  public MapRequest request() {
    Method chosen = Method.of(method);
    if (!crm.equals("true") && !crm.equals("legacy")) {
      throw new ConfigurationException(
          "crm", "Expected --crm true or legacy, found '" + crm + "'.");
    }
    if (patch != null && patch < 1) {
      throw new ConfigurationException(
          "patch", "Expected --patch of at least one pixel, found " + patch + ".");
    }
    return new MapRequest(
        chosen == Method.CRM && crm.equals("legacy") ? Method.LEGACY_CRM : chosen,
        Optional.ofNullable(layer),
        target,
        Optional.ofNullable(patch));
  }
}
