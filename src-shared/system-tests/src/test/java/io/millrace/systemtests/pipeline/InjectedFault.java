package io.millrace.systemtests.pipeline;

import java.nio.file.Path;

import io.millrace.bench.chaos.guard.MethodRule;

/**
 * What can be done to a service while it runs. Here and in {@link MethodRule} only, methods of the services and their libraries are
 * named. Every rule sleeps until it is armed.
 */
enum InjectedFault {
    /** Stops at the next commit to a table, when the data files are written and the log has nothing of it. */
    HOLD_BEFORE_COMMIT(Kind.HOLD, """
            CLASS io.delta.kernel.internal.TransactionImpl
            METHOD commit
            AT ENTRY""", "$0.dataPath.getName()"),
    /** Stops where the table has a micro-batch and its offsets are not committed to Kafka yet. */
    HOLD_BEFORE_OFFSETS(Kind.HOLD, """
            INTERFACE io.millrace.stream.merge.StreamMerge$Consumer
            METHOD report
            AT ENTRY""", "$1.value()"),
    /** Stops where the topics of a stream that is deleted are about to be. */
    HOLD_BEFORE_TOPICS(Kind.HOLD, """
            CLASS io.millrace.batch.delete.DeletedTopics
            METHOD delete
            AT ENTRY""", "$1.value()"),
    /** Stops where the topics are deleted and the table is about to be. */
    HOLD_BEFORE_TABLE(Kind.HOLD, """
            CLASS io.millrace.table.internal.maintenance.TableRemoval
            METHOD run
            AT ENTRY""", "$0.location.substring($0.location.lastIndexOf(\"/\") + 1)"),
    /** Stops where the log of the table is deleted and its data files are about to be. */
    HOLD_AFTER_LOG(Kind.HOLD, """
            CLASS io.millrace.table.internal.maintenance.TableRemoval
            METHOD delete
            AT EXIT""", "$0.location.substring($0.location.lastIndexOf(\"/\") + 1)"),
    /** Stops where nothing is left to do but to record that the stream is deleted. */
    HOLD_BEFORE_RECORD(Kind.HOLD, """
            CLASS io.millrace.contracts.registry.ApicurioContractRegistry
            METHOD record
            AT ENTRY""", "$1.value()"),
    /** Lets every write to a file fail as a full disk does. */
    DISK_FULL(Kind.WHILE_ARMED, """
            CLASS sun.nio.ch.FileChannelImpl
            METHOD write(java.nio.ByteBuffer)
            AT ENTRY""", "THROW new java.io.IOException(\"No space left on device\")"),
    /** Takes the key check away: no key is ever found in the table. */
    NO_KEY_CHECK(MethodRule.NO_KEY_CHECK),
    /** Takes the watermark away: whatever is offered counts as not merged yet. */
    NO_WATERMARK(MethodRule.NO_WATERMARK),
    /** Takes our conflict check away: Kernel, which knows no keys, puts the merge on top of what others committed. */
    NO_CONFLICT_CHECK(MethodRule.NO_CONFLICT_CHECK);

    private enum Kind {
        /** Once, for the stream that it is armed for. */
        HOLD,
        /** For all streams. */
        WHILE_ARMED
    }

    private final Kind kind;
    private final String place;
    private final String expression;

    InjectedFault(MethodRule rule) {
        this(Kind.WHILE_ARMED, rule.place(), rule.action());
    }

    /**
     * @param expression
     *            what a hold asks for the name of the stream; what else is done while armed
     */
    InjectedFault(Kind kind, String place, String expression) {
        this.kind = kind;
        this.place = place;
        this.expression = expression;
    }

    /** Where the rule applies; for messages. */
    String place() {
        return place;
    }

    /**
     * The rule, as the agent reads it.
     *
     * @param switches
     *            the folder where {@link #armed files} arm it
     * @param port
     *            where a held service reports, and waits for an answer
     */
    String rule(Path switches, int port) {
        String file = "RULE " + name() + "\n" + place + "\nBIND armed = new java.io.File(\"" + armed(switches, "")
                + "\"";
        return switch (kind) {
            // The file is gone with the first hit, so that the next one passes.
            case HOLD -> file + " + " + expression + ")\nIF armed.delete()\nDO java.nio.channels.SocketChannel"
                    + ".open(new java.net.InetSocketAddress(\"127.0.0.1\", " + port
                    + ")).read(java.nio.ByteBuffer.allocate(1))";
            case WHILE_ARMED -> file + ")\nIF armed.exists()\nDO " + expression;
        } + "\nENDRULE\n";
    }

    /**
     * The file that arms it while it is there.
     *
     * @param stream
     *            the stream of a hold, empty for all others
     */
    Path armed(Path switches, String stream) {
        return switches.resolve(name() + "-" + stream);
    }
}
