/** Callbacks of Keras, and what they see and may change. */
package org.thorax.training.callback;
