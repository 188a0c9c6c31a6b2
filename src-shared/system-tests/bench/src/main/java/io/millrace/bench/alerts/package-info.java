/**
 * Real faults against a real Prometheus: whether each alert fires for the fault that it is for, alone, and ends after the
 * commands of its runbook. More than 25 classes, because each kind of fault is one.
 */
@NullMarked
package io.millrace.bench.alerts;

import org.jspecify.annotations.NullMarked;
