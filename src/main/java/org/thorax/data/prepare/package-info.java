/** Runs whole data sets through the image pipeline: prepared copies, and templates. */
package org.thorax.data.prepare;
