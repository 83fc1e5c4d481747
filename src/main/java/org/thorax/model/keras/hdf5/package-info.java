/**
 * Keras' weight files: legacy {@code .h5} (weights alone or a full model), Keras 3's {@code
 * .weights.h5} and {@code .keras}, read and written. Configurations are opaque JSON here.
 */
package org.thorax.model.keras.hdf5;
