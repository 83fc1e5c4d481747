/** What a trained model says about images. */
package org.thorax.inference;
