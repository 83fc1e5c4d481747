/**
 * Recognizes data sets: what is in a folder, and the {@code dataset.yaml} that fits it, with the
 * reason of every guess.
 */
package org.thorax.data.describe;
