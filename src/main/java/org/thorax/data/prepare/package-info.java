/** Whole data sets through the image pipeline: prepared copies, and templates made of them. */
package org.thorax.data.prepare;
