/**
 * Readers of request bodies, one per format: each splits a body into events and hands them to an event sink. They know
 * neither HTTP nor how events are judged. May use {@code admission.plan}, {@code admission.value}, {@code outcome} and
 * {@code config}.
 */
@NullMarked
package io.millrace.ingest.admission.format;

import org.jspecify.annotations.NullMarked;
