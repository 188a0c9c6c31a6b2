package io.millrace.launcher;

import java.util.concurrent.Callable;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.LetterParking;
import io.millrace.launcher.letters.LetterTables;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dlq park}: sets open letters aside. */
@Command(name = "park", description = "Sets open dead letters of a stream aside: redrive leaves them unless it names --state parked.", mixinStandardHelpOptions = true, footer = {
        "", "Needs at least one option that chooses letters.", "", "Example:",
        "  ./millrace dlq park earthquake --reason undecodable --until 2026-03-01"})
final class DlqParkCommand implements Callable<Integer> {
    @Mixin
    private StreamParameter stream = new StreamParameter();

    @Mixin
    private LetterChoice choice = new LetterChoice();

    @Mixin
    private TablesRoot tables = new TablesRoot();

    @Override
    public Integer call() {
        StreamName name = stream.name();
        if (choice.isOfAll()) {
            throw new WrongUseException("Choose letters with --id, --reason, --rule, --since or --until.");
        }
        try (TableReader reader = LetterTables.read(tables.location(), name);
                EventTable table = LetterTables.open(tables.location(), name)) {
            choice.check(reader, name);
            System.out.println(
                    LetterChoice.number(LetterParking.park(name, reader, table, choice.filter())) + " parked.");
        }
        return 0;
    }
}
