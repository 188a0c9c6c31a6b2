package io.millrace.bench.pipeline;

/**
 * What a million events cost by the price sheet of src-shared/docs/benchmarks.md: processor time of all processes, and requests
 * to the object storage. Storage itself, traffic between zones and idle processors are not in it.
 *
 * @param cpuSeconds
 *            of the gateway, the broker and the writers, per million events
 * @param requests
 *            to the object storage, per million events
 */
record Price(double cpuSeconds, double requests) {
    /** US dollars for an hour of one virtual processor. */
    static final double CPU_HOUR = 0.04;
    /** US dollars for a thousand PUT or LIST requests; a GET costs a twelfth, and is counted as one of them. */
    static final double THOUSAND_REQUESTS = 0.005;
    /** The most requests of a merge into one data file that no other writer disturbs: S3RequestsTest holds it. */
    static final int REQUESTS_PER_COMMIT = 8;
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double THOUSAND = 1000;
    private static final double MILLION = 1e6;

    /** Of events that were merged with so many commits, which added so many data files. */
    static Price of(double cpuSecondsPerMillion, long events, long commits, long filesAdded) {
        long requests = REQUESTS_PER_COMMIT * commits + Math.max(0, filesAdded - commits);
        return new Price(cpuSecondsPerMillion, requests * MILLION / Math.max(1, events));
    }

    /** US dollars per million events. */
    double dollars() {
        return cpuSeconds / SECONDS_PER_HOUR * CPU_HOUR + requests / THOUSAND * THOUSAND_REQUESTS;
    }
}
