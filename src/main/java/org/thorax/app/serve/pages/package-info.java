/** The pages for the browser. */
package org.thorax.app.serve.pages;
