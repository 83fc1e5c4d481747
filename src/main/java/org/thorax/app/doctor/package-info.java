/** What a machine lacks for Thorax, found out before a run does. */
package org.thorax.app.doctor;
