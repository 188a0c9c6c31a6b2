package io.millrace.bench.pipeline;

import java.net.URI;

import io.millrace.bench.run.ProcessFigures;
import io.millrace.launcher.local.ServiceProcess;

/**
 * A gateway under measurement.
 *
 * @param service
 *            its process
 * @param url
 *            where it takes events
 * @param threads
 *            of the process
 */
record Gateway(ServiceProcess service, URI url, ThreadWatch threads) implements AutoCloseable {
    Gateway(ServiceProcess service, int port) {
        this(service, URI.create("http://127.0.0.1:" + port),
                new ThreadWatch(new ProcessFigures(service.process().pid())));
    }

    void awaitReady() {
        service.awaitReady();
    }

    CpuAccount cpu() {
        return threads.look();
    }

    long peakRssMebibytes() {
        return threads.process().peakRssMebibytes();
    }

    @Override
    public void close() {
        service.close();
    }
}
