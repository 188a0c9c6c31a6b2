package io.millrace.table.internal.log;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.millrace.table.TableRefusedException;

/** Refuses tables with a protocol, property or invariant that Millrace does not implement: its commits would violate it. */
public final class ProtocolCheck {
    private static final int READER_PROTOCOL = 1;
    private static final int WRITER_PROTOCOL = 2;
    private static final String INVARIANTS = "delta.invariants";
    /** The table features of protocol (1, 2). */
    private static final Set<String> HONOURED = Set.of("appendOnly", "invariants");

    private static final String REMEDY = "; Millrace supports protocol (1, 2) only. Remove the features (ALTER TABLE ... DROP FEATURE in Spark), or choose"
            + " another folder.";

    private ProtocolCheck() {}

    /** @throws TableRefusedException naming the feature or property, and the remedy */
    public static void refuse(String location, Protocol protocol, Metadata metadata) {
        if (protocol.getMinReaderVersion() > READER_PROTOCOL || protocol.getMinWriterVersion() > WRITER_PROTOCOL) {
            Set<String> features = new TreeSet<>();
            protocol.getImplicitlyAndExplicitlySupportedFeatures().forEach(f -> features.add(f.featureName()));
            features.removeAll(HONOURED);
            throw protocol(location, protocol.getMinReaderVersion(), protocol.getMinWriterVersion(), features);
        }
        if (Boolean.parseBoolean(metadata.getConfiguration().get("delta.appendOnly"))) {
            throw property(location, "delta.appendOnly", "a higher revision replaces a row");
        }
        if (metadata.getConfiguration().containsKey("delta.setTransactionRetentionDuration")) {
            throw property(location, "delta.setTransactionRetentionDuration",
                    "the watermarks of partitions without events for that duration would be lost");
        }
        if (metadata.getSchemaString().contains('"' + INVARIANTS + '"')) {
            throw new TableRefusedException(location, "one of its columns has an invariant (" + INVARIANTS
                    + " in its metadata), which Millrace does not check. Create the column without the invariant, or choose"
                    + " another folder.");
        }
    }

    /** Translates exceptions by which Kernel refuses a table. */
    public static void refuse(String location, Throwable cause) {
        if (cause instanceof UnsupportedTableFeatureException e) {
            throw new TableRefusedException(location,
                    "it has table features that Millrace cannot read, " + new TreeSet<>(e.getUnsupportedFeatures())
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
                + ". Remove the property (ALTER TABLE ... UNSET TBLPROPERTIES in Spark), or choose another folder.");
    }
}
