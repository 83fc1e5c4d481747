package org.thorax.explain;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** Methods that compute a map. */
public enum Method {
  /**
   * Gradient-weighted class activation mapping (Selvaraju et al. 2017): the feature map's channels,
   * each times the mean gradient of the class in it.
   */
  GRAD_CAM("gradcam", "Grad-CAM"),
  /**
   * Grad-CAM++ (Chattopadhyay et al. 2018): positive gradients, weighted by position, so that
   * several findings of a class share the map.
   */
  GRAD_CAM_PLUS_PLUS("gradcam++", "Grad-CAM++"),
  /**
   * Guided backpropagation (Springenberg et al. 2015): the gradient with respect to the image,
   * rectified at every ReLU in the backward pass.
   */
  GUIDED_BACKPROPAGATION("guided-backprop", "Guided backpropagation"),
  /** Guided backpropagation times Grad-CAM. */
  GUIDED_GRAD_CAM("guided-gradcam", "Guided Grad-CAM"),
  /**
   * Class-selective relevance mapping (Kim et al. 2019): the squared change of a class's logit when
   * a position of the feature map is removed, through all following layers (gradient times
   * activation).
   */
  CRM("crm", "CRM"),
  /**
   * The original project's CRM: applies the last dense layer's kernel directly to the feature map,
   * as if there were no hidden layer; unit indices serve as channel indices.
   */
  LEGACY_CRM("crm-legacy", "CRM (legacy)"),
  /**
   * How much the class's score falls when a patch of the image is covered (Zeiler, Fergus 2014).
   */
  OCCLUSION("occlusion", "Occlusion");

  private final String token;
  private final String title;

  Method(String token, String title) {
    this.token = token;
    this.title = title;
  }

  /** The name on the command line. */
  public String token() {
    return token;
  }

  /** The display name. */
  public String title() {
    return title;
  }

  /** Whether the map has the resolution of the image, not of the feature map. */
  public boolean fine() {
    return this == GUIDED_BACKPROPAGATION || this == GUIDED_GRAD_CAM;
  }

  /**
   * The method of that name.
   *
   * @throws ThoraxException listing the names if it is unknown
   */
  public static Method of(String token) {
    return Arrays.stream(values())
        .filter(method -> method.token.equalsIgnoreCase(token))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "method",
                    "Expected `method` %s, found '%s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(Method::token)
                                .collect(Collectors.joining("|")),
                            token)));
  }
}
