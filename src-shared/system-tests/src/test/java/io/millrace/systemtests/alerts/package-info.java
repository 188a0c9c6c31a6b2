/**
 * The alerts in {@code deploy/alerts}: generated from the file of objectives, tested by promtool, and each with a runbook.
 */
@NullMarked
package io.millrace.systemtests.alerts;

import org.jspecify.annotations.NullMarked;
