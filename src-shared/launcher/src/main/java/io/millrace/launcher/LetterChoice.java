package io.millrace.launcher;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.RefusalCause;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.launcher.topic.TimeWindow;
import io.millrace.table.TableReader;
import picocli.CommandLine.Option;

/** Which letters of a stream a command is for. */
final class LetterChoice {
    @Option(names = "--id", paramLabel = "ID", description = "Only the letter with this id. --id, --reason, --rule and --state may be repeated.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "CODE", description = "Only letters with this reason, such as undecodable or rule.")
    private List<String> reasons = new ArrayList<>();

    @Option(names = "--rule", paramLabel = "NAME", description = "Only letters of events that break this quality rule.")
    private List<String> rules = new ArrayList<>();

    @Option(names = "--state", paramLabel = "STATE", description = "Only letters that are open, redriven, resolved or parked.")
    private List<String> states = new ArrayList<>();

    @Option(names = "--since", paramLabel = "TIME", description = "Only letters last seen at this time or later: a time or a date, in UTC.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "Only letters last seen earlier.")
    private Optional<String> until = Optional.empty();

    /** A number of letters, for a person. */
    static String number(long letters) {
        return letters == 1 ? "1 letter" : letters + " letters";
    }

    /** Whether no option was given. */
    boolean isOfAll() {
        return filter().equals(LetterFilter.ALL);
    }

    /**
     * The letters that the options name.
     *
     * @throws LauncherException
     *             when a value is illegal
     */
    LetterFilter filter() {
        TimeWindow window = TimeWindow.of(since, until);
        return new LetterFilter(new HashSet<>(ids), reasons(), new HashSet<>(rules), states(),
                since.map(text -> Instant.ofEpochMilli(window.since())),
                until.map(text -> Instant.ofEpochMilli(window.until())));
    }

    /**
     * Checks that the table has the letters that {@code --id} names.
     *
     * @throws LauncherException
     *             when it does not have one
     */
    void check(TableReader letters, StreamName name) {
        LetterRows.unknown(letters, filter()).stream().findFirst().ifPresent(id -> {
            throw unknown(name, id);
        });
    }

    static LauncherException unknown(StreamName name, String id) {
        return new LauncherException("Stream " + name + " has no letter " + id + ". dlq list prints the ids.");
    }

    private Set<String> reasons() {
        reasons.stream().filter(code -> !RefusalCause.codes().contains(code)).findFirst().ifPresent(unknown -> {
            throw new WrongUseException("--reason must be one of " + String.join(", ", RefusalCause.codes()) + ", not '"
                    + unknown + "'.");
        });
        return new HashSet<>(reasons);
    }

    private Set<LetterState> states() {
        return states.stream().map(text -> LetterState.ofCode(text).orElseThrow(() -> new WrongUseException(
                "--state must be one of "
                        + Stream.of(LetterState.values()).map(LetterState::code).sorted()
                                .collect(Collectors.joining(", "))
                        + ", not '" + text + "'.")))
                .collect(Collectors.toSet());
    }
}
