/** The documentation, checked against the program. */
package org.thorax.docs;
