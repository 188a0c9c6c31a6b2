package io.millrace.landing.tracing;

import java.util.function.Supplier;

import io.millrace.table.MergeOutcome;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The span of a merge, and in it that of the commit. */
public final class MergeTrace {
    /** Of a merge that is not sampled. */
    static final MergeTrace NONE = new MergeTrace(null, Span.getInvalid());

    private final @Nullable Tracer tracer;
    private final Span span;

    MergeTrace(@Nullable Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    /** Does the merge and ends the span. */
    public <T> T merge(Supplier<T> merging) {
        return within(span, merging);
    }

    /**
     * Commits, in a span of its own: from the plan to the last attempt.
     *
     * @param table
     *            the name of the table
     */
    public MergeOutcome commit(String table, Supplier<MergeOutcome> committing) {
        if (tracer == null) {
            return committing.get();
        }
        Span commit = tracer.spanBuilder("commit " + table).setParent(Context.root().with(span))
                .setAttribute("db.system.name", "delta").setAttribute("db.collection.name", table).startSpan();
        return within(commit, () -> {
            MergeOutcome outcome = committing.get();
            describe(commit, outcome);
            return outcome;
        });
    }

    /** Notes the number of dead letters that were written. */
    public void deadLetters(int count) {
        span.setAttribute("millrace.dead_letters", count);
    }

    private static <T> T within(Span span, Supplier<T> work) {
        try {
            return work.get();
        } catch (Throwable e) {
            span.setAttribute("error.type", e.getClass().getName());
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }

    private static void describe(Span commit, MergeOutcome outcome) {
        switch (outcome) {
            case MergeOutcome.Merged merged -> commit.setAttribute("millrace.outcome", "merged")
                    .setAttribute("millrace.table_version", merged.version())
                    .setAttribute("millrace.rows_inserted", merged.inserted())
                    .setAttribute("millrace.rows_replaced", merged.replaced())
                    .setAttribute("millrace.duplicates", merged.duplicates() + merged.cut())
                    .setAttribute("millrace.attempts", merged.attempts());
            case MergeOutcome.AlreadyMerged already -> commit.setAttribute("millrace.outcome", "already-merged")
                    .setAttribute("millrace.table_version", already.version())
                    .setAttribute("millrace.duplicates", already.cut());
            case MergeOutcome.OffsetGap gap -> commit.setAttribute("millrace.outcome", "offset-gap");
        }
    }
}
