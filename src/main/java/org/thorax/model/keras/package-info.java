/** Keras models: backbones built from layer graphs, the classification head, and their files. */
package org.thorax.model.keras;
