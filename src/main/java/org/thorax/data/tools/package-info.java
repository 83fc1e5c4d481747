/** Tools for whole data sets: checks and derived tables. */
package org.thorax.data.tools;
