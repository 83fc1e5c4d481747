/**
 * Converts Keras' JSON configurations of models in {@code .h5} and {@code .keras} files to and from
 * layer graphs: functional and sequential, Keras 2.0 to 2.15 and Keras 3. Code in a configuration
 * is never run.
 */
package org.thorax.model.keras.config;
