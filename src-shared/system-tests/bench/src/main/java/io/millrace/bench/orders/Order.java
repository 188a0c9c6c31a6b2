package io.millrace.bench.orders;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * An event of the sample stream.
 *
 * @param eventId
 *            its id
 * @param orderId
 *            its pk
 * @param placedAtMicros
 *            microseconds since the epoch, within thirty days
 * @param country
 *            its region
 * @param status
 *            an index into {@link #STATUSES}
 * @param totalCents
 *            in hundredths
 * @param currency
 *            of three letters
 * @param customerEmail
 *            random
 * @param lines
 *            one to three
 */
record Order(
        String eventId,
        String orderId,
        long placedAtMicros,
        String country,
        int status,
        long totalCents,
        String currency,
        String customerEmail,
        List<Line> lines) {
    /** The symbols of the enum, in the order of the contract. */
    static final List<String> STATUSES = List.of("PLACED", "PAID", "SHIPPED", "CANCELLED");
    private static final String[] COUNTRIES = {"DE", "FR", "GB", "IT", "NL", "PL", "SE", "US"};
    private static final String[] CURRENCIES = {"EUR", "GBP", "PLN", "SEK", "USD"};
    /** The start of a UTC day. */
    private static final long FIRST_DAY = 20_718L * 86_400 * 1_000_000;
    private static final long MONTH_MICROS = 30L * 86_400 * 1_000_000;
    private static final int MAX_LINES = 3;
    private static final int CENTS = 100;
    private static final int USUAL_BYTES = 256;
    private static final byte MAGIC = 0;
    private static final EncoderFactory ENCODERS = new EncoderFactory().configureBufferSize(USUAL_BYTES);

    /**
     * A line of an order.
     *
     * @param sku
     *            what was ordered
     * @param quantity
     *            how many
     * @param unitPriceCents
     *            in hundredths
     */
    record Line(String sku, int quantity, long unitPriceCents) {}

    /** The event with a number. */
    static Order of(long number) {
        SplittableRandom random = new SplittableRandom(number);
        String orderId = "o-" + Long.toString(random.nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
        long placedAt = FIRST_DAY + random.nextLong(MONTH_MICROS);
        String country = COUNTRIES[random.nextInt(COUNTRIES.length)];
        int status = random.nextInt(STATUSES.size());
        long total = cents(random);
        String currency = CURRENCIES[random.nextInt(CURRENCIES.length)];
        String email = Long.toString(random.nextLong(1L << 40), Character.MAX_RADIX) + "@example.com";
        int count = 1 + random.nextInt(MAX_LINES);
        List<Line> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(new Line(Integer.toString(random.nextInt(1 << 30), Character.MAX_RADIX), 1 + random.nextInt(9),
                    cents(random)));
        }
        return new Order(OrderEvents.eventId(number), orderId, placedAt, country, status, total, currency, email,
                lines);
    }

    /** The same event at another time, in microseconds since the epoch. */
    Order at(long micros) {
        return new Order(eventId, orderId, micros, country, status, totalCents, currency, customerEmail, lines);
    }

    private static long cents(SplittableRandom random) {
        int cents = random.nextInt(CENTS);
        return random.nextInt(2_000) * (long) CENTS + cents;
    }

    /** As a line of JSON, without a line end. */
    void appendJson(StringBuilder json) {
        json.append("{\"event_id\":\"").append(eventId).append("\",\"order_id\":\"").append(orderId)
                .append("\",\"placed_at\":").append(placedAtMicros).append(",\"country\":\"").append(country)
                .append("\",\"status\":\"").append(STATUSES.get(status)).append("\",\"total\":\"");
        money(json, totalCents);
        json.append("\",\"currency\":\"").append(currency).append("\",\"customer_email\":\"").append(customerEmail)
                .append("\",\"lines\":[");
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            json.append(i == 0 ? "" : ",").append("{\"sku\":\"").append(line.sku).append("\",\"quantity\":")
                    .append(line.quantity).append(",\"unit_price\":\"");
            money(json, line.unitPriceCents);
            json.append("\"}");
        }
        json.append("]}");
    }

    private static void money(StringBuilder json, long amount) {
        long cents = amount % CENTS;
        json.append(amount / CENTS).append(cents < 10 ? ".0" : ".").append(cents);
    }

    /** As the gateway writes it to Kafka: a zero byte, the contract's content id, and Avro in the order of the contract. */
    byte[] kafkaValue(long contentId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
        out.write(MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) contentId).array());
        try {
            BinaryEncoder avro = ENCODERS.binaryEncoder(out, null);
            writeFields(avro);
            avro.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void writeFields(BinaryEncoder avro) throws IOException {
        avro.writeString(eventId);
        avro.writeString(orderId);
        avro.writeLong(placedAtMicros);
        avro.writeString(country);
        avro.writeEnum(status);
        avro.writeLong(0); // revision
        avro.writeBytes(decimal(totalCents));
        avro.writeString(currency);
        avro.writeIndex(1);
        avro.writeString(customerEmail);
        avro.writeIndex(0); // delivery_date
        avro.writeBoolean(false); // gift
        avro.writeMapStart(); // tags
        avro.writeMapEnd();
        avro.writeArrayStart();
        avro.setItemCount(lines.size());
        for (Line line : lines) {
            avro.startItem();
            avro.writeString(line.sku);
            avro.writeInt(line.quantity);
            avro.writeBytes(decimal(line.unitPriceCents));
            avro.writeIndex(0); // note
        }
        avro.writeArrayEnd();
    }

    private static byte[] decimal(long cents) {
        return BigInteger.valueOf(cents).toByteArray();
    }
}
