/** Checks what a machine lacks for Thorax, before a run fails. */
package org.thorax.app.doctor;
