/** TensorBoard's event files: scalars, images and hyper-parameters. */
package org.thorax.training.tensorboard;
