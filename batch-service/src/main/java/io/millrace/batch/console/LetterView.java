package io.millrace.batch.console;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A dead letter as a page shows it.
 *
 * @param id
 *            its id
 * @param state
 *            its state
 * @param time
 *            when it was last refused
 * @param reason
 *            the code of the reason
 * @param rule
 *            the quality rule; empty for other reasons
 * @param pointer
 *            the field; may be empty
 * @param detail
 *            what is wrong
 * @param source
 *            the coordinates of the record
 * @param eventId
 *            the id of the event; may be empty
 * @param correlationId
 *            the correlation id; may be empty
 * @param attempts
 *            how often it was redriven
 * @param bytes
 *            size of the value
 * @param contract
 *            the version of the contract that its event was decoded by; empty unless it was
 * @param notDecoded
 *            why its event cannot be decoded; empty unless that was tried in vain
 * @param payload
 *            its event as JSON, or else the value as text or Base64; empty unless it was asked for
 */
record LetterView(String id, String state, String time, String reason, String rule, String pointer, String detail,
        String source, String eventId, String correlationId, int attempts, long bytes, String contract,
        String notDecoded,
        ShortText payload) {
    static LetterView of(JsonNode letter) {
        return new LetterView(text(letter, "id"), text(letter, "state"), text(letter, "time"), text(letter, "reason"),
                text(letter, "rule"), text(letter, "pointer"), text(letter, "detail"), text(letter, "source"),
                text(letter, "event_id"), text(letter, "correlation_id"), letter.path("attempts").asInt(),
                letter.path("bytes").asLong(), text(letter, "event_contract"), text(letter, "not_decoded"),
                payload(letter));
    }

    private static ShortText payload(JsonNode letter) {
        return letter.has("event")
                ? ShortText.of(letter.path("event"))
                : ShortText.of(letter.path(letter.has("payload") ? "payload" : "payload_base64").asText());
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isNull() || value.isMissingNode() ? "" : ShortText.ofValue(value.asText());
    }
}
