/** The demo server: its settings and how its parts are put together. */
package org.thorax.app.serve;
