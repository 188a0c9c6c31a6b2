package io.millrace.launcher.audit;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.millrace.landing.audit.AuditFinding;
import io.millrace.landing.audit.RecordedFinding;

/** The findings of one audit, and which of them an operator has explained before. */
public final class FoundDifferences {
    /** The findings that one call explains. */
    public static final int MOST_EXPLAINED = 1_000;

    private final Set<String> explainedNames;
    private final Map<String, RecordedFinding> open = new TreeMap<>();
    private long explained;
    private long others;

    /**
     * @param marks
     *            of the table
     */
    public FoundDifferences(Map<String, Long> marks) {
        this.explainedNames = RecordedFinding.explained(marks);
    }

    /** Adds a finding; returns whether it has been explained. */
    public boolean add(AuditFinding finding) {
        RecordedFinding recorded = RecordedFinding.open(finding);
        if (explainedNames.contains(recorded.name())) {
            explained++;
            return true;
        }
        if (open.size() < MOST_EXPLAINED) {
            open.put(recorded.name(), recorded);
        } else if (!open.containsKey(recorded.name())) {
            others++;
        }
        return false;
    }

    /** The number of findings that have been explained. */
    public long explained() {
        return explained;
    }

    /** The first of the findings without an explanation. */
    public Collection<RecordedFinding> open() {
        return open.values();
    }

    /** The number of findings without an explanation that are not among the first ones. */
    public long others() {
        return others;
    }
}
