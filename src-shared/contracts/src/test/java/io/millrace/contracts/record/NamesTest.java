package io.millrace.contracts.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.millrace.contracts.schema.StreamName;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final String HUNDRED = "a".repeat(100);

    static List<String> streams() {
        return List.of("a", "orders", "orders-2_b", HUNDRED);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void legalStreamNamesItsTopics(String name) {
        var stream = new StreamName(name);
        assertEquals(name, stream.topic());
        assertEquals(name + ".dlq", stream.deadLetterTopic());
        assertFalse(StreamName.isLegal(stream.deadLetterTopic()), "no stream may have the name of a dead-letter topic");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void noStreamHasTheNameOfAFurtherTable(String name) {
        StreamName stream = new StreamName(name);
        for (String table : new String[]{stream.bronzeTable(), stream.letterTable()}) {
            assertFalse(StreamName.isLegal(table));
            assertEquals(Optional.of(name), StreamName.ofFurtherTable(table).map(StreamName::value));
        }
        assertEquals(Optional.empty(), StreamName.ofFurtherTable(name));
    }

    @Test
    void furtherTablesAreOnlyThoseOfStreams() {
        assertEquals(Optional.empty(), StreamName.ofFurtherTable("_bronze"));
        assertEquals(Optional.empty(), StreamName.ofFurtherTable("_dlq"));
        assertEquals(Optional.empty(), StreamName.ofFurtherTable("a_bronze_bronze"));
        assertEquals(Optional.empty(), StreamName.ofFurtherTable("a_bronze_dlq"));
    }

    static Stream<String> noStreams() {
        return Stream.of("", "A", "Orders", "1st", "-a", "_a", "a.b", "a b", "a/b", "..", "../a", "a\n", "\u00e9",
                "a%2f",
                "orders.dlq", "orders_bronze", "orders_dlq", "a\u0000", HUNDRED + "a");
    }

    @ParameterizedTest
    @MethodSource("noStreams")
    void everythingElseIsNoStreamAndSaysWhatWouldBe(String name) {
        assertFalse(StreamName.isLegal(name));
        var thrown = assertThrows(IllegalArgumentException.class, () -> new StreamName(name));
        assertTrue(String.valueOf(thrown.getMessage()).contains("Use a lower-case letter"), thrown::getMessage);
    }

    @Test
    void streamsAreOrderedByName() {
        assertEquals(List.of("a", "b", "c"), Stream.of("c", "a", "b").map(StreamName::new).sorted()
                .map(StreamName::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "urn:x:1/2=3+4-5_6.7"})
    void legalCorrelationIdIsTheCallers(String id) {
        assertEquals(id, CorrelationId.of(id).toString());
        assertEquals(Optional.of(new CorrelationId(id)), CorrelationId.parse(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a\r", "<script>", "${jndi:x}", "\u00e9", "a\u001b[31m"})
    void idThatCouldForgeALogLineIsReplaced(String id) {
        assertEquals(Optional.empty(), CorrelationId.parse(id));
        assertNotEquals(id, CorrelationId.of(id).value());
        var thrown = assertThrows(IllegalArgumentException.class, () -> new CorrelationId(id));
        assertEquals("not a correlation id", thrown.getMessage());
    }

    @Test
    void correlationIdHasAtMost128CharactersAndIsNewWhenThereIsNone() {
        assertTrue(CorrelationId.parse("a".repeat(128)).isPresent());
        assertTrue(CorrelationId.parse("a".repeat(129)).isEmpty());
        assertTrue(CorrelationId.parse(null).isEmpty());
        assertNotEquals(CorrelationId.of(null), CorrelationId.of(null));
    }

    @Test
    void headerIsItsLastValueAsText() {
        // given
        var headers = new RecordHeaders();
        EventHeaders.add(headers, EventHeaders.EVENT_ID, "first");
        // when
        EventHeaders.add(headers, EventHeaders.EVENT_ID, "gr\u00fcn");
        // then
        assertEquals(Optional.of("gr\u00fcn"), EventHeaders.text(headers, EventHeaders.EVENT_ID));
        assertEquals(Optional.empty(), EventHeaders.text(headers, EventHeaders.STREAM));
    }

    @Test
    void headerThatIsNullOrNoUtf8IsNoError() {
        var headers = new RecordHeaders();
        headers.add("a", null);
        headers.add("b", new byte[]{(byte) 0xff});
        assertEquals(Optional.empty(), EventHeaders.text(headers, "a"));
        assertEquals(Optional.of("\ufffd"), EventHeaders.text(headers, "b"));
    }
}
