/**
 * Keras' models in Thorax' one form: backbones built from layer graphs, and the classification
 * head.
 */
package org.thorax.model.keras;
