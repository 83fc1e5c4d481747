/**
 * Explanations of a classifier's predictions: heat maps over the image (Grad-CAM and related
 * methods, class-selective relevance, occlusion), their bounding boxes and figures, and how well
 * they localize findings. An {@link org.thorax.explain.Explainer} owns the graphs of a model or an
 * ensemble; everything else is plain values.
 */
package org.thorax.explain;
