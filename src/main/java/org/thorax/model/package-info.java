/**
 * The network: one flat TensorFlow graph, its input, features and output, and its variables with
 * their Keras names. Training, prediction and explanation all use a {@link
 * org.thorax.model.Network}; importers create it, {@link org.thorax.model.SavedModelWriter} writes
 * it, and its origin does not matter elsewhere.
 */
package org.thorax.model;
