package org.thorax.explain;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** How a map is made. */
public enum Method {
  /**
   * Gradient-weighted class activation mapping (Selvaraju et al. 2017): the feature map's channels,
   * each times the mean of the class's gradient in it.
   */
  GRAD_CAM("gradcam", "Grad-CAM"),
  /**
   * Grad-CAM++ (Chattopadhyay et al. 2018): positive gradients, weighted by place, so that several
   * findings of a class share the map.
   */
  GRAD_CAM_PLUS_PLUS("gradcam++", "Grad-CAM++"),
  /**
   * Guided backpropagation (Springenberg et al. 2015): the gradient by the image, rectified at
   * every ReLU on its way back.
   */
  GUIDED_BACKPROPAGATION("guided-backprop", "Guided backpropagation"),
  /** Guided backpropagation times Grad-CAM. */
  GUIDED_GRAD_CAM("guided-gradcam", "Guided Grad-CAM"),
  /**
   * Class-selective relevance mapping (Kim et al. 2019): the squared change of a class's logit when
   * a place of the feature map is taken away, through all layers behind it (gradient times
   * activation).
   */
  CRM("crm", "CRM"),
  /**
   * The original project's CRM: the last dense layer's kernel straight on the feature map, as if no
   * hidden layer stood between; the units' numbers serve as channel numbers.
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

  /** The name that users write. */
  public String token() {
    return token;
  }

  /** The name that users read. */
  public String title() {
    return title;
  }

  /** Whether the map has the image's own detail, rather than the feature map's. */
  public boolean fine() {
    return this == GUIDED_BACKPROPAGATION || this == GUIDED_GRAD_CAM;
  }

  /**
   * The method of that name.
   *
   * @throws ThoraxException listing the names when there is none such
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
