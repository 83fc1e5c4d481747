/**
 * SavedModels that Python wrote (Keras 2 {@code model.save}, {@code tf.saved_model.save}, Keras 3
 * {@code model.export}) or Thorax itself, turned into one flat graph that can be differentiated.
 */
package org.thorax.model.keras.savedmodel;
