/**
 * Keras functional models as values: layers with Keras' class names, configurations, order and
 * weight names, and their translation into plain TensorFlow nodes. A layer kind is one file that
 * says everything about it: configuration, output shape, weights and nodes.
 */
package org.thorax.model.keras.layers;
