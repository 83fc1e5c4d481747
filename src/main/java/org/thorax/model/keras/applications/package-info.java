/** The backbones of Keras' applications module, built as layer graphs without Keras. */
package org.thorax.model.keras.applications;
