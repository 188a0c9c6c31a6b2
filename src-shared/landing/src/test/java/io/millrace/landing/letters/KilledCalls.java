package io.millrace.landing.letters;

/** Counts the calls that a process makes to Kafka and to tables, and kills it at one of them: before or after its effect. */
final class KilledCalls {
    private final int fatal;
    private final boolean afterEffect;
    private int calls;

    /** The process ends here. */
    static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    interface Call<T> {
        T run();
    }

    /**
     * @param fatal
     *            the number of the fatal call, from 0; negative for none
     */
    KilledCalls(int fatal, boolean afterEffect) {
        this.fatal = fatal;
        this.afterEffect = afterEffect;
    }

    <T> T call(Call<T> call) {
        boolean killed = calls++ == fatal;
        if (killed && !afterEffect) {
            throw new KilledException();
        }
        T result = call.run();
        if (killed) {
            throw new KilledException();
        }
        return result;
    }

    /** Whether the fatal call was made. */
    boolean isOver() {
        return fatal >= 0 && calls > fatal;
    }

    int count() {
        return calls;
    }
}
