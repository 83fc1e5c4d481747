/** Settings from the process' environment and the file {@code .env}. */
package org.thorax.app.settings;
