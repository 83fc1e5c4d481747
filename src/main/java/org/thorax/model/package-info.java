/**
 * The network: one flat TensorFlow graph, its input, features and output, and its variables with
 * their Keras names. Everything that trains, predicts or explains is a {@link
 * org.thorax.model.Network}; importers make it, {@link org.thorax.model.SavedModelWriter} writes
 * it, and nothing else knows where it came from.
 */
package org.thorax.model;
