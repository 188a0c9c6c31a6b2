package io.millrace.table.internal.log;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.millrace.table.TableRefusedException;

/** Refuses tables that ask their writers for more than Millrace does: it would break what others rely on. */
public final class ProtocolCheck {
    private static final int READER_PROTOCOL = 1;
    private static final int WRITER_PROTOCOL = 2;
    private static final String INVARIANTS = "delta.invariants";
    /** What protocol (1, 2) has. */
    private static final Set<String> HONOURED = Set.of("appendOnly", "invariants");

    private static final String REMEDY = "; Millrace keeps its promises on protocol (1, 2) only. Take them away (ALTER TABLE"
            + " ... DROP FEATURE in Spark), or choose another folder.";

    private ProtocolCheck() {}

    /** @throws TableRefusedException naming what the table has, and what to do about it */
    public static void refuse(String location, Protocol protocol, Metadata metadata) {
        if (protocol.getMinReaderVersion() > READER_PROTOCOL || protocol.getMinWriterVersion() > WRITER_PROTOCOL) {
            Set<String> features = new TreeSet<>();
            protocol.getImplicitlyAndExplicitlySupportedFeatures().forEach(f -> features.add(f.featureName()));
            features.removeAll(HONOURED);
            throw protocol(location, protocol.getMinReaderVersion(), protocol.getMinWriterVersion(), features);
        }
        if (Boolean.parseBoolean(metadata.getConfiguration().get("delta.appendOnly"))) {
            throw property(location, "delta.appendOnly", "a higher revision takes the place of a row");
        }
        if (metadata.getConfiguration().containsKey("delta.setTransactionRetentionDuration")) {
            throw property(location, "delta.setTransactionRetentionDuration",
                    "the watermarks of partitions that are quiet for so long would be forgotten");
        }
        if (metadata.getSchemaString().contains('"' + INVARIANTS + '"')) {
            throw new TableRefusedException(location, "a column of it has an invariant (" + INVARIANTS
                    + " in its metadata), which Millrace does not check. Make the column again without it, or choose"
                    + " another folder.");
        }
    }

    /** When Kernel refuses by itself. */
    public static void refuse(String location, Throwable cause) {
        if (cause instanceof UnsupportedTableFeatureException e) {
            throw new TableRefusedException(location,
                    "it has features that nothing here can read, " + new TreeSet<>(e.getUnsupportedFeatures())
                            + REMEDY);
        }
        if (cause instanceof UnsupportedProtocolVersionException e) {
            throw protocol(location, e.getMinReaderVersion(), e.getMinWriterVersion(), Set.of());
        }
    }

    private static TableRefusedException protocol(String location, int reader, int writer,
            Collection<String> features) {
        return new TableRefusedException(location,
                "its protocol is (" + reader + ", " + writer + ")" + (features.isEmpty() ? "" : " with " + features)
                        + REMEDY);
    }

    private static TableRefusedException property(String location, String property, String reason) {
        return new TableRefusedException(location, "it has the property " + property + ", and " + reason
                + ". Take it away (ALTER TABLE ... UNSET TBLPROPERTIES in Spark), or choose another folder.");
    }
}
