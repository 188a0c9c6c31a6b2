package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.contracts.schema.Contract;
import io.millrace.landing.StreamTables;
import io.millrace.landing.testing.VisitStream;
import io.millrace.table.Books;
import io.millrace.table.EventTable;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RunsByHand.class)
class BooksTest {
    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Inject
    MeterRegistry meters;

    @Test
    void aDifferenceOfTheBooksFailsItsStreamAloneUntilItIsAcknowledged() {
        // given two streams
        VisitStream visits = another();
        VisitStream others = another();
        Contract contract = visits.provision();
        Contract otherContract = others.provision();
        send(visits, contract, 0);
        assertTrue(run.run());
        // when the books of one count rows that never were
        count(contract, 3);
        send(visits, contract, 1);
        send(others, otherContract, 0);
        // then the run names it, and both streams are merged
        assertFalse(run.run());
        assertEquals(Set.of(visits.name().value()), run.failures().keySet());
        assertTrue(String.valueOf(run.failures().get(visits.name().value())).contains("do not balance by -3"));
        assertEquals(2, visits.status().rows());
        assertEquals(1, others.status().rows());
        assertEquals(3, difference(visits));
        // and a run succeeds after the difference was explained
        with(contract, table -> assertEquals(1, table.acknowledge("planted").size()));
        send(visits, contract, 2);
        assertTrue(run.run());
        assertEquals(0, difference(visits));
        // and a new difference fails again
        count(contract, 7);
        assertFalse(run.run());
        assertEquals(7, difference(visits));
        with(contract, table -> assertEquals(1, table.acknowledge("planted again").size()));
        assertTrue(run.run());
    }

    private double difference(VisitStream visits) {
        return meters.get("millrace.books.difference").tag("stream", visits.name().value()).gauge().value();
    }

    private VisitStream another() {
        return new VisitStream(config, admin, 1);
    }

    private static void send(VisitStream visits, Contract contract, int number) {
        try (var producer = visits.producer()) {
            visits.send(producer, contract, number, 1);
        }
    }

    /** Adds rows to the books. */
    private void count(Contract contract, int rows) {
        with(contract, table -> {
            var books = table.books().entrySet().iterator().next();
            table.mark(Map.of(Books.PREFIX + books.getKey() + "/inserted", books.getValue().inserted() + rows));
        });
    }

    private void with(Contract contract, Consumer<EventTable> work) {
        try (EventTable table = new StreamTables(config, "test").open(contract)) {
            work.accept(table);
        }
    }
}
