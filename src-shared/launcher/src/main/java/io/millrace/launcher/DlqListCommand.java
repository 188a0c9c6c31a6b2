package io.millrace.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.DeadLetterJson;
import io.millrace.landing.letters.LetterCursor;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterPages;
import io.millrace.landing.letters.LetterParsing;
import io.millrace.launcher.letters.DeadLetters;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dlq list}: one JSON object per line, the newest letters, oldest first. */
@Command(name = "list", description = "Prints the newest dead letters of a stream as JSON lines, oldest first.", mixinStandardHelpOptions = true, footer = {
        "", "Reads the table of dead letters; while there is none, the topic. Nothing is consumed or changed.", "",
        "Examples:", "  ./millrace dlq list earthquake", "  ./millrace dlq list earthquake --limit 5 --payload",
        "  ./millrace dlq list earthquake --state open --reason rule"})
final class DlqListCommand implements Callable<Integer> {
    @Mixin
    private StreamParameter stream = new StreamParameter();

    @Mixin
    private LetterChoice choice = new LetterChoice();

    @Option(names = "--limit", description = "Number of letters, 1 or more. Default: ${DEFAULT-VALUE}.", defaultValue = "20")
    private int limit;

    @Option(names = "--payload", description = "Also prints the original bytes: as text when they are UTF-8, else as Base64. They may hold personal data.")
    private boolean payload;

    @Mixin
    private TablesRoot tables = new TablesRoot();

    @Mixin
    private KafkaChoice kafka = new KafkaChoice();

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new WrongUseException("--limit must be 1 or more, not " + limit + ".");
        }
        StreamName name = stream.name();
        LetterFilter filter = choice.filter();
        try (TableReader reader = EventTables.read(tables.location().resolve(name.letterTable()))) {
            List<ObjectNode> letters = reader.status().isPresent()
                    ? newest(reader, new LetterPages(name, filter, payload))
                    : ofTopic(name);
            letters.forEach(System.out::println);
            if (letters.isEmpty()) {
                System.err.println("No such letters.");
            }
        }
        return 0;
    }

    private List<ObjectNode> newest(TableReader reader, LetterPages pages) {
        List<ObjectNode> newest = new ArrayList<>();
        Optional<LetterCursor> last = Optional.empty();
        do {
            LetterPages.Page page = pages.read(reader, last, limit - newest.size());
            newest.addAll(page.letters());
            last = page.next();
        } while (last.isPresent() && newest.size() < limit);
        return newest.reversed();
    }

    private List<ObjectNode> ofTopic(StreamName name) {
        if (!choice.isOfAll()) {
            throw new LauncherException("Stream " + name
                    + " has no table of dead letters, which --id, --reason, --rule,"
                    + " --state, --since and --until need. batch-service makes it in the run after the first letter.");
        }
        System.err.println("There is no table of dead letters at " + tables.location().resolve(name.letterTable())
                + ": the letters are read from the topic, and all are shown as open.");
        LetterParsing parsing = new LetterParsing(Integer.MAX_VALUE);
        return DeadLetters.newest(kafka.brokers(), name, limit).stream()
                .map(record -> DeadLetterJson.of(name, parsing.letter(record.topic(), record), payload)).toList();
    }
}
