package io.millrace.contracts.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record that was redriven. A letter of it has them too, and so is known as the same letter. They hold for
 * one topic, key and value: a program that copies the headers of a record to another record does not make it a redrive of
 * that letter. They are no protection against a program that writes such headers on purpose.
 *
 * @param letterId
 *            the id of the letter
 * @param attempts
 *            how often the letter was redriven, this time included; 1 or more
 * @param firstSeenMicros
 *            when the first letter was written, in microseconds since the epoch
 */
public record RedriveHeaders(String letterId, int attempts, long firstSeenMicros) {
    /** Header: the id of the letter. */
    public static final String LETTER_ID = "dlq_letter_id";
    /** Header: how often the letter was redriven. */
    public static final String ATTEMPTS = "dlq_attempts";
    /** Header: when the first letter was written, in microseconds since the epoch. */
    public static final String FIRST_SEEN = "dlq_first_seen";

    /** Header: SHA-256 over the other three, the topic, the key and the value, in hexadecimal. */
    public static final String DIGEST = "dlq_digest";

    private static final String NUMBER = "[0-9]{1,18}";
    private static final String COUNT = "[1-9][0-9]{0,8}";
    private static final String ID = "[A-Za-z0-9_-]{1,64}/[0-9]{1,10}/[0-9]{1,19}";

    public RedriveHeaders {
        if (!letterId.matches(ID) || attempts < 1 || firstSeenMicros < 0) {
            throw new IllegalArgumentException("no redrive of a letter has the id '" + letterId + "', " + attempts
                    + " attempts and was first seen at " + firstSeenMicros);
        }
    }

    /** Reads them of a record of the stream's topic; empty when it was not redriven. */
    public static Optional<RedriveHeaders> of(ConsumerRecord<byte[], byte[]> record) {
        return of(record.headers(), record.topic(), record.key(), record.value());
    }

    /** Reads them of a letter; empty when its record was not redriven. */
    public static Optional<RedriveHeaders> ofLetter(ConsumerRecord<byte[], byte[]> letter) {
        return EventHeaders.text(letter.headers(), DeadLetter.SOURCE_TOPIC)
                .flatMap(topic -> of(letter.headers(), topic, letter.key(), letter.value()));
    }

    /** Reads them; empty when one is missing, malformed, or of another record: such a record was not redriven. */
    public static Optional<RedriveHeaders> of(Headers headers, String topic, byte @Nullable [] key,
            byte @Nullable [] value) {
        Optional<String> id = EventHeaders.text(headers, LETTER_ID).filter(text -> text.matches(ID));
        Optional<String> attempts = EventHeaders.text(headers, ATTEMPTS).filter(text -> text.matches(COUNT));
        Optional<String> first = EventHeaders.text(headers, FIRST_SEEN).filter(text -> text.matches(NUMBER));
        if (id.isEmpty() || attempts.isEmpty() || first.isEmpty()) {
            return Optional.empty();
        }
        RedriveHeaders read = new RedriveHeaders(id.get(), Integer.parseInt(attempts.get()),
                Long.parseLong(first.get()));
        return EventHeaders.text(headers, DIGEST).filter(read.digest(topic, key, value)::equals).map(same -> read);
    }

    /** Adds them to the headers of a record. */
    public void addTo(Headers headers, String topic, byte @Nullable [] key, byte @Nullable [] value) {
        EventHeaders.add(headers, LETTER_ID, letterId);
        EventHeaders.add(headers, ATTEMPTS, Integer.toString(attempts));
        EventHeaders.add(headers, FIRST_SEEN, Long.toString(firstSeenMicros));
        EventHeaders.add(headers, DIGEST, digest(topic, key, value));
    }

    private String digest(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        String own = letterId + " " + attempts + " " + firstSeenMicros + " " + topic;
        add(digest, own.getBytes(StandardCharsets.UTF_8));
        add(digest, key);
        add(digest, value);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The length comes first, so that no two records give the same bytes; it is -1 for null. */
    private static void add(MessageDigest digest, byte @Nullable [] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length).array());
        if (bytes != null) {
            digest.update(bytes);
        }
    }
}
