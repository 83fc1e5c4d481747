/** How gradients change variables: Keras' optimizers, their updates op by op, clipping. */
package org.thorax.training.optimizer;
