/**
 * Keras functional models: layers with Keras' class names, configurations, order and weight names,
 * and their translation into plain TensorFlow nodes. Each kind of layer is one file with its
 * configuration, output shape, weights and nodes.
 */
package org.thorax.model.keras.layers;
