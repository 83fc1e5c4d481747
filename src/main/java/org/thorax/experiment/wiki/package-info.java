/** The pages of a wiki about logged runs: Markdown, its figures, and the folder that keeps them. */
package org.thorax.experiment.wiki;
