/** The command line: one class a command. Parses, calls, prints; no logic. */
package org.thorax.cli;
