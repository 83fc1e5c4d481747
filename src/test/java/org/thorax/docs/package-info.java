/**
 * The documentation, checked against the program: every {@code thorax} command on a page is parsed
 * by the real command line and, in the slow tests, run in the page's order.
 *
 * <p>How pages are written: an indented block with commands holds nothing else, and each can be
 * copied as it stands; a line that ends with a backslash continues in the next one, and {@code #}
 * begins a remark. Python, YAML and other text stands in fenced blocks that name their language
 * and, behind it, the file that a reader saves them as: {@code yaml my.yaml}. A command whose
 * remark is {@code # Ctrl-C} is stopped when it can be resumed. In sentences, {@code `thorax train
 * --model`} may leave out what it is not about.
 */
package org.thorax.docs;
