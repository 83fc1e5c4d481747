/** Keras' callbacks, and what they can read and change. */
package org.thorax.training.callback;
