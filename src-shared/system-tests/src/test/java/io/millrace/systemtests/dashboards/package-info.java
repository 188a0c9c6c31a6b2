/**
 * The dashboards in {@code deploy/dashboards}: generated from the descriptions in this module's resources, checked as JSON and
 * by promtool, and tried against the metrics of the running services.
 */
@NullMarked
package io.millrace.systemtests.dashboards;

import org.jspecify.annotations.NullMarked;
