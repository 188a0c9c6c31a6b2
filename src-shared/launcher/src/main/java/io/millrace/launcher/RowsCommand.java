package io.millrace.launcher;

import java.util.List;
import java.util.concurrent.Callable;

import io.millrace.launcher.local.RowJson;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.table.TableReader;
import io.millrace.table.column.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rows}: one JSON object per line, in no promised order. */
@Command(name = "rows", description = "Prints rows of the table of a stream as JSON lines, in no particular order.", mixinStandardHelpOptions = true, footer = {
        "", "Examples:", "  ./millrace rows earthquake --limit 3",
        "  ./millrace rows earthquake --data .millrace/demo"})
final class RowsCommand implements Callable<Integer> {
    @Mixin
    private TableChoice choice = new TableChoice();

    @Option(names = "--limit", description = "Largest number of rows, 1 or more. Default: ${DEFAULT-VALUE}.", defaultValue = "20")
    private long limit;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new WrongUseException("--limit must be 1 or more, not " + limit + ".");
        }
        try (TableReader reader = choice.open()) {
            List<Column> columns = reader.columns();
            reader.rows(limit, row -> System.out.println(RowJson.of(columns, row)));
        }
        return 0;
    }
}
