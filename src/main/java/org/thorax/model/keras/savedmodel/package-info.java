/**
 * Converts SavedModels from Python (Keras 2 {@code model.save}, {@code tf.saved_model.save}, Keras
 * 3 {@code model.export}) or from Thorax to one flat graph that can be differentiated.
 */
package org.thorax.model.keras.savedmodel;
