package io.millrace.batch.maintain;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.landing.FailureKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the last failure of work that is repeated, and logs each new cause once. */
public final class RepeatedFailures {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedFailures.class);

    private final String work;
    private final Map<String, String> causes = new ConcurrentHashMap<>();

    /**
     * @param work
     *            the noun for what is repeated, in log messages
     */
    public RepeatedFailures(String work) {
        this.work = work;
    }

    /** Records a failure of the work on a subject, such as a stream. */
    public void failed(String subject, Throwable cause) {
        String text = FailureKind.describe(cause);
        if (!text.equals(causes.put(subject, text))) {
            LOG.error("{} of {} failed and is tried again: {}", work, subject, text, cause);
        }
    }

    /** Records a success. */
    public void succeeded(String subject) {
        if (causes.remove(subject) != null) {
            LOG.info("{} of {} works again", work, subject);
        }
    }

    /** Forgets the failures of all other subjects: there is no such work any more. */
    public void keepOnly(Set<String> subjects) {
        causes.keySet().retainAll(subjects);
    }

    /** The causes by subject. */
    public Map<String, String> all() {
        return Map.copyOf(causes);
    }
}
