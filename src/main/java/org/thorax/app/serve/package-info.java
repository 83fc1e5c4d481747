/** The demo server: its settings and its construction. */
package org.thorax.app.serve;
