package io.millrace.launcher;

import java.util.TreeMap;
import java.util.concurrent.Callable;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.receipt.Receipt;
import io.millrace.landing.receipt.ReceiptJson;
import io.millrace.landing.receipt.ReceiptSearch;
import io.millrace.launcher.audit.LetterReader;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.launcher.topic.KafkaTopic;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code receipt}: where an event is. */
@Command(name = "receipt", description = "Prints where an event is: in which file of the table, or why it is a dead letter.", mixinStandardHelpOptions = true, footer = {
        "",
        "Exit code 0 when the event is in the table, 3 when it was not seen, 4 when it is a dead letter, 5 when its",
        "dead letter is parked: set aside by an operator, or refused as often as it may be redriven.", "",
        "Example:", "  ./millrace receipt earthquake us7000abcd --pk us"})
final class ReceiptCommand implements Callable<Integer> {
    private static final int LETTER = 4;
    private static final int PARKED = 5;
    private static final int NOT_SEEN = 3;

    @Mixin
    private StreamAccess access = new StreamAccess();

    @Parameters(index = "1", paramLabel = "EVENT_ID", description = "The event id.")
    private String eventId = "";

    @Option(names = "--pk", paramLabel = "PK", required = true, description = "The pk of the event.")
    private String pk = "";

    @Option(names = "--json", description = "Prints one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        StreamName stream = access.stream();
        checkKey("--pk", pk);
        checkKey("EVENT_ID", eventId);
        ContractCatalog catalog = access.catalog();
        try (TableReader table = EventTables.read(access.root().resolve(stream.value()));
                TableReader letters = EventTables.read(access.root().resolve(stream.letterTable()))) {
            Receipt receipt = new ReceiptSearch(stream, catalog, table, letters,
                    new LetterReader(access.brokers(), stream)::read).find(pk, eventId);
            if (json) {
                System.out.println(ReceiptJson.of(stream, receipt));
            } else {
                print(receipt);
            }
            return switch (receipt) {
                case Receipt.InTable found -> 0;
                case Receipt.DeadLettered found -> found.isParked() ? PARKED : LETTER;
                case Receipt.NotSeen none -> NOT_SEEN;
            };
        } catch (KafkaException e) {
            throw KafkaTopic.noAnswer(access.brokers(), e);
        }
    }

    private static void checkKey(String name, String value) {
        int length = value.codePointCount(0, value.length());
        if (length < 1 || length > RoleValues.MAX_KEY_LENGTH) {
            throw new WrongUseException(
                    name + " must have 1 to " + RoleValues.MAX_KEY_LENGTH + " characters, not " + length + ".");
        }
    }

    private static void print(Receipt receipt) {
        switch (receipt) {
            case Receipt.InTable found -> found.rows().forEach(row -> {
                System.out.println("in the table, version " + row.version() + ", file " + row.file());
                System.out.println("  partition values " + new TreeMap<>(row.partitionValues()));
                System.out.println("  from partition " + row.partition() + ", offset " + row.offset()
                        + ", accepted at " + row.ingestedAt() + ", written by " + row.writtenBy() + ", schema id "
                        + row.schemaId() + row.correlationId().map(id -> ", correlation id " + id).orElse(""));
            });
            case Receipt.DeadLettered found -> found.letters().forEach(letter -> {
                System.out.println(
                        (letter.state() == LetterState.PARKED ? "parked" : "dead letter, " + letter.state().code())
                                + ", " + letter.reason() + ": " + letter.detail());
                System.out.println("  from " + letter.source() + ", written at " + letter.writtenAt() + ", redriven "
                        + letter.attempts() + " times, partition "
                        + letter.partition() + ", offset " + letter.offset()
                        + letter.rule().map(rule -> ", rule " + rule).orElse("")
                        + letter.pointer().map(pointer -> ", at " + pointer).orElse(""));
            });
            case Receipt.NotSeen none -> {
                System.out.println("not seen: neither in the table, version " + none.version()
                        + ", nor a dead letter. Looked at all records below these offsets:");
                new TreeMap<>(none.watermarks()).forEach((name, offset) -> System.out.println(
                        "  " + name + " = " + offset));
            }
        }
    }
}
