/** Work on whole data sets: looking for faults, and deriving tables. */
package org.thorax.data.tools;
