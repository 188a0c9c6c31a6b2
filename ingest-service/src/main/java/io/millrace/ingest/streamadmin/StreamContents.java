package io.millrace.ingest.streamadmin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The contents of the topics of a stream, and the consumer groups that read it.
 *
 * @param events
 *            offsets of the event topic that are not deleted by retention
 * @param deadLetters
 *            the same of the dead-letter topic
 * @param everStored
 *            whether anything was ever stored in either
 * @param consumerGroups
 *            the groups with a member that reads the event topic, by name; null when Kafka does not let this service
 *            see them
 */
public record StreamContents(long events, long deadLetters, boolean everStored, @Nullable List<String> consumerGroups) {
    /** The group of stream-service, unless it was given another one. */
    static final String STREAM_SERVICE = "millrace-stream";

    /** Whether the stream has data or consumers. */
    public boolean inUse() {
        return everStored
                || consumerGroups != null && consumerGroups.stream().anyMatch(group -> !group.equals(STREAM_SERVICE));
    }
}
