package io.millrace.launcher;

import java.util.concurrent.Callable;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.DeadLetterJson;
import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterRows;
import io.millrace.launcher.letters.LetterTables;
import io.millrace.table.TableReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dlq show}: one letter. */
@Command(name = "show", description = "Prints one dead letter of a stream as indented JSON.", mixinStandardHelpOptions = true, footer = {
        "", "Example:", "  ./millrace dlq show earthquake 1qPvWkTRRxGYbP0Wqh4XNg/0/17 --payload"})
final class DlqShowCommand implements Callable<Integer> {
    @Mixin
    private StreamParameter stream = new StreamParameter();

    @Parameters(index = "1", paramLabel = "ID", description = "The id of the letter, as dlq list prints it.")
    private String id = "";

    @Option(names = "--payload", description = "Also prints the original bytes: as text when they are UTF-8, else as Base64. They may hold personal data.")
    private boolean payload;

    @Mixin
    private TablesRoot tables = new TablesRoot();

    @Override
    public Integer call() {
        StreamName name = stream.name();
        try (TableReader reader = LetterTables.read(tables.location(), name)) {
            Letter letter = LetterRows.find(reader, name, id).orElseThrow(() -> LetterChoice.unknown(name, id));
            System.out.println(DeadLetterJson.of(name, letter, payload).toPrettyString());
        }
        return 0;
    }
}
