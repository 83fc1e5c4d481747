/**
 * Commands that predict and evaluate: {@code predict}, {@code evaluate}, {@code compare}, {@code
 * reevaluate}, {@code ensemble}.
 */
package org.thorax.app.cli.evaluate;
