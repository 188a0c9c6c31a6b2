package io.millrace.ingest.admission.format;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.v1.CloudEventV1;
import io.millrace.contracts.schema.TextRules;

/**
 * The context attributes of a CloudEvent 1.0, held to the specification.
 *
 * @param id
 *            unique within its source
 * @param source
 *            where it happened
 * @param type
 *            what happened
 * @param contentType
 *            the media type of its data; JSON when it does not say
 * @param all
 *            every attribute by name, as text
 */
public record CloudEventAttributes(
        String id,
        String source,
        String type,
        String contentType,
        Map<String, String> all) {
    private static final int MAX_ATTRIBUTES = 50;
    private static final int MAX_LENGTH = 2_048;

    /** The attributes are none of a CloudEvent. Not retryable. */
    public static final class BadAttributeException extends Exception {
        private static final long serialVersionUID = 1L;

        BadAttributeException(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * Reads attributes, {@code specversion} among them.
     *
     * @throws BadAttributeException
     *             with the reason, without any value
     */
    public static CloudEventAttributes of(Map<String, String> attributes) throws BadAttributeException {
        if (!"1.0".equals(attributes.get("specversion"))) {
            throw new BadAttributeException("specversion must be 1.0");
        }
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw new BadAttributeException("has more than " + MAX_ATTRIBUTES + " attributes");
        }
        io.cloudevents.core.v1.CloudEventBuilder builder = CloudEventBuilder.v1();
        for (var attribute : attributes.entrySet()) {
            String name = attribute.getKey();
            if (!name.matches("[a-z0-9]{1,64}") || name.equals("data")) {
                throw new BadAttributeException("an attribute name may contain only a-z and 0-9");
            }
            String fault = attribute.getValue().length() > MAX_LENGTH
                    ? "has more than " + MAX_LENGTH + " characters"
                    : TextRules.fault(attribute.getValue());
            if (fault != null || attribute.getValue().chars().anyMatch(Character::isISOControl)) {
                throw new BadAttributeException(
                        "attribute " + name + " " + (fault == null ? "contains control characters" : fault));
            }
            if (!name.equals("specversion")) {
                with(builder, name, attribute.getValue());
            }
        }
        CloudEvent event = built(builder);
        String contentType = event.getDataContentType();
        return new CloudEventAttributes(event.getId(), event.getSource().toString(), event.getType(),
                contentType == null ? "application/json" : contentType, Map.copyOf(attributes));
    }

    /** Whether its data is JSON. */
    public boolean isJson() {
        String media = media();
        return media.equals("application/json") || media.endsWith("+json") || media.equals("text/json");
    }

    /** Whether its data is an Avro datum. */
    public boolean isAvro() {
        String media = media();
        return media.equals("avro/binary") || media.equals("avro/bytes") || media.endsWith("avro+binary");
    }

    private String media() {
        return contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    }

    /** The same id and source name the same event, whatever else is said of it. */
    EventId eventId() {
        // No URI has a space in it: where the source ends is certain.
        return new EventId(Uuids.named("ce " + source + " " + id), false, false);
    }

    /** As they stand in Kafka. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        all.forEach((name, value) -> headers.put("ce_" + name, value));
        return headers;
    }

    private static void with(io.cloudevents.core.v1.CloudEventBuilder builder, String name, String value)
            throws BadAttributeException {
        try {
            var unused = builder.withContextAttribute(name, value);
        } catch (RuntimeException e) {
            // The SDK has several exceptions for it; their messages hold the value.
            throw new BadAttributeException("attribute " + name + " does not have the type that CloudEvents require");
        }
    }

    private static CloudEvent built(io.cloudevents.core.v1.CloudEventBuilder builder) throws BadAttributeException {
        try {
            CloudEvent event = builder.build();
            for (String name : new String[]{CloudEventV1.ID, CloudEventV1.TYPE, CloudEventV1.SOURCE}) {
                if (String.valueOf(event.getAttribute(name)).isEmpty()) {
                    throw new BadAttributeException("attribute " + name + " must not be empty");
                }
            }
            return event;
        } catch (IllegalStateException e) {
            throw new BadAttributeException("id, source and type are required");
        }
    }
}
