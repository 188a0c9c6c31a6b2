package io.millrace.launcher;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterPatch;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.Pace;
import io.millrace.landing.letters.Redrive;
import io.millrace.landing.letters.RedriveFailedException;
import io.millrace.landing.letters.RedrivePreview;
import io.millrace.landing.letters.RedriveRecords;
import io.millrace.launcher.letters.Cancellation;
import io.millrace.launcher.letters.LetterTables;
import io.millrace.launcher.letters.RedriveProducer;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.launcher.topic.KafkaTopic;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dlq redrive}: sends the records of letters to the stream's topic again. */
@Command(name = "redrive", description = "Sends the records of dead letters to the topic of the stream again: of open ones, unless --state names others.", mixinStandardHelpOptions = true, footer = {
        "", "May be stopped and repeated: each event is merged once.", "", "Examples:",
        "  ./millrace dlq redrive earthquake --reason rule --dry-run",
        "  ./millrace dlq redrive earthquake --rule depth --patch '{\"depth\": null}' --rate 500"})
final class DlqRedriveCommand implements Callable<Integer> {
    @Mixin
    private StreamAccess access = new StreamAccess();

    @Mixin
    private LetterChoice choice = new LetterChoice();

    @Option(names = "--dry-run", description = "Sends nothing; prints what would become of the letters by the contract of now.")
    private boolean dryRun;

    @Option(names = "--patch", paramLabel = "JSON", description = "JSON merge patch for each event. The key stays as it is.")
    private Optional<String> patch = Optional.empty();

    @Option(names = "--rate", paramLabel = "N", description = "Largest number of records in a second, up to 1000000. Default: no limit.")
    private Optional<Integer> rate = Optional.empty();

    @Option(names = "--json", description = "Prints the result as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        StreamName name = access.stream();
        if (rate.filter(number -> number < 1 || number > Pace.FASTEST).isPresent()) {
            throw new WrongUseException("--rate must be from 1 to " + Pace.FASTEST + ", not " + rate.get() + ".");
        }
        LetterFilter chosen = choice.filter();
        LetterFilter filter = chosen.states().isEmpty() ? chosen.in(LetterState.OPEN) : chosen;
        StreamContracts contracts = access.contracts();
        try (TableReader letters = LetterTables.read(access.root(), name)) {
            choice.check(letters, name);
            if (dryRun) {
                preview(new RedrivePreview(contracts, patch(contracts), Clock.systemUTC(),
                        DecodedMemory.shareOfHeap()).run(letters, filter));
            } else {
                report(redrive(name, new RedriveRecords(contracts, patch(contracts), Clock.systemUTC()), letters,
                        filter));
            }
        } catch (RedriveFailedException e) {
            throw new LauncherException(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private Redrive.Counts redrive(StreamName name, RedriveRecords records, TableReader letters,
            LetterFilter filter) {
        String topicId = KafkaTopic.of(access.brokers(), name.topic()).id();
        try (Cancellation cancellation = Cancellation.onExit();
                EventTable table = LetterTables.open(access.root(), name);
                Producer<byte[], byte[]> producer = RedriveProducer.of(access.brokers())) {
            return new Redrive(name, topicId, producer, table, records,
                    new Pace(rate.orElse(Pace.UNLIMITED), System::nanoTime))
                    .run(letters, filter, cancellation::isWanted);
        }
    }

    private Optional<LetterPatch> patch(StreamContracts contracts) {
        try {
            return patch.map(text -> new LetterPatch(contracts, text));
        } catch (IllegalArgumentException e) {
            throw new WrongUseException("--patch: " + e.getMessage() + ".", e);
        }
    }

    private void preview(Map<String, Map<String, Long>> outcomes) {
        if (json) {
            System.out.println(new ObjectMapper().valueToTree(outcomes).toString());
        } else if (outcomes.isEmpty()) {
            System.out.println("No letters.");
        } else {
            line("reason", "outcome now", "letters");
            outcomes.forEach((reason, now) -> now.forEach((outcome, number) -> line(reason, outcome, number)));
            System.out.println();
            outcomes.values().stream().flatMap(now -> now.keySet().stream()).distinct().sorted()
                    .forEach(outcome -> System.out.println(outcome + ": " + RedrivePreview.meaning(outcome)));
        }
    }

    private static void line(String reason, String outcome, Object letters) {
        System.out.println(String.format(Locale.ROOT, "%-20s %-20s %s", reason, outcome, letters));
    }

    private void report(Redrive.Counts counts) {
        if (json) {
            ObjectNode result = new ObjectMapper().createObjectNode().put("redriven", counts.redriven());
            ObjectNode left = result.putObject("left");
            counts.left().forEach((obstacle, number) -> left.put(obstacle.code(), number));
            System.out.println(result.put("cancelled", counts.cancelled()));
        } else {
            System.out.println(LetterChoice.number(counts.redriven()) + " redriven."
                    + (counts.cancelled() ? " Stopped before the end." : ""));
            new TreeMap<>(counts.left()).forEach((obstacle, number) -> System.out.println(
                    LetterChoice.number(number) + " left (" + obstacle.code() + "). " + obstacle.meaning()));
        }
    }
}
