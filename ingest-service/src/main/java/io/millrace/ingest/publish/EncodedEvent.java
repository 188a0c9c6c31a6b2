package io.millrace.ingest.publish;

/**
 * An event that is ready to be sent.
 *
 * @param eventId
 *            names it within its pk
 * @param pk
 *            its UTF-8 bytes are the Kafka key
 * @param value
 *            the Kafka value; not copied, never changed
 */
public record EncodedEvent(String eventId, String pk, byte[] value) {}
