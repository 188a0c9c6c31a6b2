package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Optional;

/**
 * The system that faults are done to.
 *
 * @param victims
 *            all its processes
 * @param secondBatch
 *            a further batch writer, which does not run
 * @param links
 *            the connections that lead through a proxy
 * @param cluster
 *            its Kafka
 * @param topic
 *            of events
 * @param load
 *            the events that are sent
 * @param storage
 *            the proxy in front of the S3 server; empty when the tables are in a folder
 */
public record Site(List<Victim> victims, Victim secondBatch, List<Link> links, Cluster cluster, Topic topic, Load load,
        Optional<StorageLink> storage) {
    public Site {
        victims = List.copyOf(victims);
        links = List.copyOf(links);
    }

    /** The process with this name. */
    Victim victim(String name) {
        return victims.stream().filter(victim -> victim.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no process " + name));
    }
}
