/** Wiki pages of logged runs: Markdown, figures, and the folder that contains them. */
package org.thorax.experiment.wiki;
