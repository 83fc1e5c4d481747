/**
 * Keras' weight files: legacy {@code .h5} (only weights, or a whole model), Keras 3's {@code
 * .weights.h5} and {@code .keras}, read and written. Configurations are opaque JSON here.
 */
package org.thorax.model.keras.hdf5;
