/** What every other package may know: the one exception meant for users. */
package org.thorax;
