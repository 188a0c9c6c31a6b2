package io.millrace.systemtests.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.DecodedEvent;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.EventRows;
import io.millrace.table.EventRow;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Events of the sample contract {@code order}, whose values follow from their number and revision alone. */
final class OrderRows {
    static final Contract FIRST = contract(sample());
    /** A later version: columns of the types that the sample lacks, and one more field in the nested record. */
    static final Contract WIDER = contract(wider());

    private static final long DAY = 86_400_000_000L;
    private static final long NOON = 20_000L * DAY + DAY / 2;
    private static final String[] COUNTRIES = {"DE", "FR", "Côte d'Ivoire / 100 %", "US"};
    private static final long SEED = 31;

    private OrderRows() {}

    static EventRow row(Contract contract, int number, long revision, int partition, long offset, String writer) {
        GenericRecord event = (GenericRecord) Objects.requireNonNull(
                value(contract.schema(), new Random(number * SEED + revision)));
        event.put("order_id", "order-" + number);
        event.put("event_id", "placed \"" + number + "\"\n");
        event.put("placed_at", NOON + number % 5 * DAY + number * 1_001L);
        event.put("country", COUNTRIES[number % COUNTRIES.length]);
        event.put("revision", revision);
        var reading = (RoleValues.Reading.Lawful) RoleValues.read(contract, event);
        return EventRows.row(new DecodedEvent(contract, 7, event, reading.values(), partition, offset, NOON + offset,
                CorrelationId.of("interop")), writer);
    }

    private static @Nullable Object value(Schema schema, Random random) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            BigDecimal amount = BigDecimal.valueOf(random.nextLong() >> 8, decimal.getScale());
            byte[] digits = amount.unscaledValue().toByteArray();
            return ByteBuffer.wrap(digits);
        }
        return switch (schema.getType()) {
            case UNION -> random.nextInt(3) == 0 ? null : value(schema.getTypes().get(1), random);
            case STRING -> random.nextInt(4) == 0 ? "" : "text é😀 " + random.nextInt(1_000);
            case ENUM -> new GenericData.EnumSymbol(schema,
                    schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())));
            case BOOLEAN -> random.nextBoolean();
            case INT -> schema.getLogicalType() == null ? random.nextInt() : random.nextInt(60_000) - 30_000;
            case LONG -> schema.getLogicalType() == null ? random.nextLong() : random.nextLong(4_000_000_000_000L);
            case FLOAT -> random.nextFloat() - 0.5f;
            case DOUBLE -> random.nextInt(5) == 0 ? Double.NaN : random.nextGaussian();
            case BYTES -> ByteBuffer.wrap(bytes(random, random.nextInt(4)));
            case FIXED -> new GenericData.Fixed(schema, bytes(random, schema.getFixedSize()));
            case ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(schema.getElementType(), random));
                }
                yield elements;
            }
            case MAP -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    entries.put("k" + i, value(schema.getValueType(), random));
                }
                yield entries;
            }
            case RECORD -> {
                GenericRecord record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema(), random)));
                yield record;
            }
            case NULL -> null;
        };
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Contract contract(ObjectNode avsc) {
        return ContractParser.parse(new StreamName("order"), avsc.toString());
    }

    private static ObjectNode wider() {
        ObjectNode order = sample();
        ArrayNode fields = order.withArray("fields");
        for (var field : fields) {
            if ("lines".equals(field.path("name").asText())) {
                ArrayNode line = (ArrayNode) field.at("/type/items/fields");
                line.add(node("{'name': 'weight', 'type': ['null', 'float'], 'default': null}"));
            }
        }
        fields.add(node("{'name': 'score', 'type': 'double', 'default': 0}"));
        fields.add(node("{'name': 'photo', 'type': ['null', 'bytes'], 'default': null}"));
        fields.add(node("{'name': 'digest', 'type': ['null', {'type': 'fixed', 'name': 'Digest', 'size': 4}],"
                + " 'default': null}"));
        fields.add(node("{'name': 'seen_at', 'type': ['null', {'type': 'long', 'logicalType': 'timestamp-millis'}],"
                + " 'default': null}"));
        fields.add(node("{'name': 'visits', 'type': ['null', {'type': 'map', 'values': 'long'}],"
                + " 'default': null}"));
        return order;
    }

    private static ObjectNode node(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode sample() {
        try (InputStream avsc = Objects.requireNonNull(
                Contract.class.getResourceAsStream("/contracts/order.avsc"), "the contracts jar has no order.avsc")) {
            return node(new String(avsc.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
