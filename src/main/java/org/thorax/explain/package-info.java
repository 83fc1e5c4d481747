/**
 * Where a classifier's answers come from: maps over the image (Grad-CAM and its kin,
 * class-selective relevance, occlusion), the boxes in them, their pictures, and how well they find
 * what is known. An {@link org.thorax.explain.Explainer} owns the graphs of a model or an ensemble;
 * everything else is plain values.
 */
package org.thorax.explain;
