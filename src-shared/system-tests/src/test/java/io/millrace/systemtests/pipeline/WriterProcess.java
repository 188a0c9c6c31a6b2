package io.millrace.systemtests.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.launcher.local.ServiceProcess;

/**
 * A service with faults in it.
 *
 * @param service
 *            the running process
 * @param faults
 *            its faults
 * @param lines
 *            what it has printed
 */
record WriterProcess(ServiceProcess service, FaultInjection faults, CopyOnWriteArrayList<String> lines) {
    /** Waits until it is suspended at an armed fault. */
    FaultInjection.Held awaitHit(InjectedFault fault) {
        return faults.awaitHit(fault, service.process());
    }

    /** Checks that the agent found the place of a fault: without it, arming the fault changes nothing. */
    void assertHas(InjectedFault fault) {
        if (linesWith("inserted trigger for " + fault).isEmpty()) {
            throw new AssertionError(service.process().name() + " has no place for the rule " + fault + ":\n"
                    + fault.place() + "\nIf that method has another name now, mend " + InjectedFault.class.getName());
        }
    }

    /** Kills it, as the kernel does when memory is short. */
    void kill() {
        service.process().kill();
    }

    /** What it has printed, as far as it has this in it. */
    List<String> linesWith(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    /** A number of its metrics, when there is one. The labels are those that the sample must have, in any order. */
    Optional<Double> metric(String name, String... labels) {
        return service.metrics().flatMap(text -> text.lines().filter(line -> line.startsWith(name + "{"))
                .filter(line -> List.of(labels).stream().allMatch(line::contains)).map(WriterProcess::value)
                .findFirst());
    }

    private static double value(String sample) {
        Matcher value = Pattern.compile("\\S+$").matcher(sample);
        return value.find() ? Double.parseDouble(value.group()) : Double.NaN;
    }
}
