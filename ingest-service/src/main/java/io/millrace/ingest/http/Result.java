package io.millrace.ingest.http;

import io.millrace.ingest.publish.Fate;

/**
 * What became of one event of a request.
 *
 * @param index
 *            its place in the request, from 0
 * @param eventId
 *            its id
 * @param fate
 *            what became of it
 */
record Result(int index, String eventId, Fate fate) {}
