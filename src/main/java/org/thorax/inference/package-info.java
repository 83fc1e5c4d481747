/** Predictions of trained models. */
package org.thorax.inference;
