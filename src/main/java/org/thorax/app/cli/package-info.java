/** The command {@code thorax}. */
package org.thorax.app.cli;
