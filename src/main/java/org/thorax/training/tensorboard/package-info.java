/** TensorBoard's event files: scalars, images and hyperparameters. */
package org.thorax.training.tensorboard;
