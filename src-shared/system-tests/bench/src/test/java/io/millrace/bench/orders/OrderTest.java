package io.millrace.bench.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    @Test
    void avroAndJsonOfAnEventHaveTheSameValues() throws Exception {
        Contract contract = contract();
        for (long number = 0; number < 1_000; number++) {
            byte[] value = Order.of(number).kafkaValue(7);
            GenericRecord avro = RecordCodec.decode(value, contract.schema(), contract.schema());
            JsonNode json = new ObjectMapper().readTree(OrderEvents.body(number, 1));

            assertEquals(7, RecordCodec.contentId(value));
            for (String text : List.of("event_id", "order_id", "country", "status", "currency", "customer_email")) {
                assertEquals(json.path(text).asText(), String.valueOf(avro.get(text)), text);
            }
            assertEquals(json.path("placed_at").asLong(), avro.get("placed_at"));
            assertEquals(new BigDecimal(json.path("total").asText()), money(avro.get("total")));
            List<?> lines = (List<?>) avro.get("lines");
            assertEquals(json.path("lines").size(), lines.size());
            for (int i = 0; i < lines.size(); i++) {
                GenericRecord line = (GenericRecord) lines.get(i);
                JsonNode expected = json.path("lines").path(i);
                assertEquals(expected.path("sku").asText(), String.valueOf(line.get("sku")));
                assertEquals(expected.path("quantity").asInt(), line.get("quantity"));
                assertEquals(new BigDecimal(expected.path("unit_price").asText()), money(line.get("unit_price")));
            }
        }
    }

    @Test
    void eventsAreOnThirtyDates() {
        Set<Long> dates = new HashSet<>();
        for (long number = 0; number < 10_000; number++) {
            dates.add(Math.floorDiv(Order.of(number).placedAtMicros(), MICROS_PER_DAY));
        }
        assertEquals(30, dates.size());
    }

    private static BigDecimal money(Object value) {
        ByteBuffer bytes = ((ByteBuffer) value).duplicate();
        byte[] unscaled = new byte[bytes.remaining()];
        bytes.get(unscaled);
        return new BigDecimal(new BigInteger(unscaled), 2);
    }

    private static Contract contract() throws IOException {
        try (InputStream in = Objects.requireNonNull(Contract.class.getResourceAsStream("/contracts/order.avsc"))) {
            return ContractParser.parse(new StreamName(OrderEvents.STREAM),
                    new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
