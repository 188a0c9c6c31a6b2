package io.millrace.bench.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A fault of the network between the services and one server, or all servers of a role.
 *
 * @param label
 *            its name
 * @param role
 *            of the servers
 * @param leastMillis
 *            how long it lasts at least
 * @param moreMillis
 *            how much longer at most
 * @param begin
 *            does it
 */
record LinkFault(String label, ProcessRole role, int leastMillis, int moreMillis,
        Consumer<Link> begin) implements SiteFault {

    /** All kinds. A link delays each piece of 16 KiB, so the delay is that of a request and of its answer. */
    static List<LinkFault> all() {
        return List.of(new LinkFault("net-cut", ProcessRole.BROKER, 2_000, 8_000, Link::cut),
                new LinkFault("net-slow", ProcessRole.BROKER, 8_000, 7_000, link -> link.slow(100, 64 * 1024)),
                new LinkFault("net-half-open", ProcessRole.BROKER, 4_000, 8_000, Link::silence),
                new LinkFault("registry-away", ProcessRole.REGISTRY, 5_000, 15_000, Link::cut),
                new LinkFault("registry-slow", ProcessRole.REGISTRY, 8_000, 7_000,
                        link -> link.slow(1_500, 16 * 1024)));
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        if (!targets.contains(role)) {
            return List.of();
        }
        List<List<Link>> sets = new ArrayList<>();
        List<Link> all = site.links().stream().filter(link -> link.role() == role).toList();
        all.forEach(link -> sets.add(List.of(link)));
        if (all.size() > 1) {
            sets.add(all);
        }
        return sets.stream().map(links -> new Strike(label, named(links), random -> {
            links.forEach(begin);
            try {
                Thread.sleep(leastMillis + random.nextInt(moreMillis));
            } finally {
                links.forEach(Link::heal);
            }
        }, () -> links.stream().mapToLong(Link::met).sum())).toList();
    }

    private static String named(List<Link> links) {
        return "the " + links.stream().map(Link::name).collect(Collectors.joining(", "));
    }
}
