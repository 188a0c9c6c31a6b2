package io.millrace.batch.audit;

import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.Books;
import io.millrace.table.EventTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that the books of a table balance: an audit of every offset that was ever merged, by arithmetic. */
@Singleton
public class BooksAudit {
    private static final Logger LOG = LoggerFactory.getLogger(BooksAudit.class);

    private final BatchMetrics metrics;

    BooksAudit(BatchMetrics metrics) {
        this.metrics = metrics;
    }

    /** Checks the books of every topic that was merged into the table; returns what is wrong. */
    public Optional<String> run(StreamName stream, EventTable table) {
        Map<String, Books> books = table.books();
        metrics.books(stream, books.values());
        String wrong = books.entrySet().stream().filter(topic -> topic.getValue().difference() != 0)
                .map(topic -> topic.getValue().difference() + " offsets of topic " + topic.getKey() + ": "
                        + topic.getValue())
                .reduce((one, other) -> one + "; " + other).orElse("");
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        LOG.error(
                "The books of stream {} do not balance by {}. ./millrace audit {} finds the events. Every run fails until"
                        + " the difference is acknowledged: ./millrace audit {} --acknowledge REASON",
                stream, wrong, stream,
                stream);
        return Optional.of("the books do not balance by " + wrong + "; ./millrace audit " + stream
                + " finds the events, and --acknowledge REASON records an explanation");
    }
}
