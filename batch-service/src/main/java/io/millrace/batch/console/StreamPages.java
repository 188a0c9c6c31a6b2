package io.millrace.batch.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.observe.Observation;
import io.millrace.batch.observe.Spans;
import io.millrace.batch.observe.StreamObserver;
import io.millrace.batch.observe.StreamObserver.Observed;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.VersionChanges;
import io.millrace.contracts.rule.OnFailure;
import io.millrace.contracts.rule.QualityRule;
import io.millrace.contracts.rule.RuleMode;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ExampleEvent;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.audit.AuditTime;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.landing.letters.LetterCause;
import io.millrace.table.Books;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;

/** Gathers what the page of a stream shows. */
@Singleton
class StreamPages {
    private static final int COMMITS = 20;
    private static final int FINDINGS = 20;
    private static final String MILLRACE = "/millrace-";

    private final StreamObserver observer;
    private final ContractCatalog catalog;
    private final BatchServiceConfig config;
    private final Clock clock;

    StreamPages(StreamObserver observer, ContractCatalog catalog, BatchServiceConfig config, Clock clock) {
        this.observer = observer;
        this.catalog = catalog;
        this.config = config;
        this.clock = clock;
    }

    /** The page of an active stream; empty for any other. */
    Optional<StreamPage> of(StreamName stream, Visitor visitor) {
        Optional<Observed> observed = observer.look(stream);
        Optional<StreamContracts> contracts = catalog.active(stream);
        if (observed.isEmpty() || contracts.isEmpty()) {
            return Optional.empty();
        }
        List<LetterCause> causes = observer.causes(stream);
        Contract latest = contracts.get().latest();
        Optional<Books> books = observed.get().last().map(Observation::books);
        return Optional.of(new StreamPage(visitor,
                visitor.time(observed.get().last().map(Observation::at)), visitor.mayRead(stream.value()),
                StreamRow.of(observed.get()),
                AgeChart.of(books.isEmpty() ? List.of() : observer.history(stream), observed.get().target()),
                books.isEmpty() ? List.of() : commits(stream),
                causes.stream().map(StreamPages::cause).toList(),
                latest.rules().rules().stream().map(rule -> rule(rule, causes, !books.isEmpty())).toList(),
                books.map(StreamPages::terms).orElse(List.of()), books.map(Books::difference).orElse(0L),
                audited(observer.status(stream)), findings(observer.status(stream)), VersionChanges.of(contracts.get()),
                "curl -i " + config.batch().operations().gatewayUrl() + "/v1/streams/" + stream.value()
                        + "/events \\\n  -H 'Content-Type: application/json' \\\n  -d '"
                        + ExampleEvent.of(latest).replace("'", "'\\''") + "'"));
    }

    private List<StreamPage.CommitView> commits(StreamName stream) {
        Instant now = clock.instant();
        return observer.commits(stream, COMMITS).reversed().stream()
                .map(commit -> new StreamPage.CommitView(commit.version(),
                        Spans.text(Duration.between(Instant.ofEpochMilli(commit.timestampMillis()), now)),
                        writer(commit), commit.filesAdded()))
                .toList();
    }

    private static String writer(TableReader.Commit commit) {
        int at = commit.writer().lastIndexOf(MILLRACE);
        return at < 0 ? commit.writer() : commit.writer().substring(at + MILLRACE.length());
    }

    private static StreamPage.CauseView cause(LetterCause cause) {
        return new StreamPage.CauseView(cause.state().code(), cause.reason(), cause.rule().orElse(""),
                StreamRow.number(cause.letters()),
                Instant.EPOCH.plus(cause.lastSeenMicros(), ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                "state=" + cause.state().code() + "&reason=" + ConsoleRequest.encode(cause.reason())
                        + cause.rule().map(rule -> "&rule=" + ConsoleRequest.encode(rule)).orElse(""));
    }

    /** A rule that is not for dead letters, or that only the gateway judges, has no number of letters. */
    static StreamPage.RuleView rule(QualityRule rule, List<LetterCause> causes, boolean known) {
        boolean writes = rule.onFailure() == OnFailure.DLQ
                || rule.onFailure() == OnFailure.ERROR && rule.mode() != RuleMode.WRITE;
        long letters = causes.stream().filter(cause -> cause.rule().filter(rule.name()::equals).isPresent())
                .mapToLong(LetterCause::letters).sum();
        return new StreamPage.RuleView(rule.name(), rule.expression(), rule.mode().name().toLowerCase(Locale.ROOT),
                rule.onFailure().name(), known && writes ? StreamRow.number(letters) : StreamRow.NOTHING);
    }

    private static List<StreamPage.Term> terms(Books books) {
        return List.of(term("offsets merged", books.until() - books.from()), term("inserted", books.inserted()),
                term("replaced", books.replaced()), term("unchanged", books.unchanged()),
                term("dead-lettered", books.others().deadLetters()),
                term("without a record", books.others().withoutRecord()),
                term("deleted before they were merged", books.others().deleted()),
                term("explained by an operator", books.acknowledged()));
    }

    private static StreamPage.Term term(String name, long offsets) {
        return new StreamPage.Term(name, StreamRow.number(offsets));
    }

    private static String audited(Optional<TableStatus> status) {
        return AuditTime.last(status.map(TableStatus::marks).orElse(Map.of()))
                .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("never");
    }

    private static List<String> findings(Optional<TableStatus> status) {
        return RecordedFinding.open(status.map(TableStatus::marks).orElse(Map.of())).stream().limit(FINDINGS)
                .map(finding -> finding.kind().label() + " at partition " + finding.source().partition() + ", offset "
                        + finding.offset())
                .toList();
    }
}
