/**
 * The network: one flat TensorFlow graph, its input, features and output, and its variables with
 * their Keras names. Everything that trains, predicts or explains is a {@link
 * org.thorax.network.Network}; importers make it, {@link org.thorax.network.SavedModelWriter}
 * writes it, and nothing else knows where it came from.
 */
package org.thorax.network;
