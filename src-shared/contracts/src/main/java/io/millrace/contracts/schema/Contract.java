package io.millrace.contracts.schema;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.millrace.contracts.rule.QualityRule;
import io.millrace.contracts.rule.QualityRules;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.slo.SloTargets;
import org.apache.avro.Schema;

/**
 * One version of the contract of a stream, checked and ready to use.
 *
 * @param stream
 *            the stream it belongs to
 * @param version
 *            its version in the registry, counting from 1; 0 for a contract that is not registered
 * @param contentId
 *            the registry's id of the schema text; travels in front of every Kafka value; 0 when not registered
 * @param schema
 *            the Avro record schema
 * @param roles
 *            which field plays which role
 * @param partitionBy
 *            the partition columns of a table that is made with this contract, in order: {@value #EVENT_DATE} or names of
 *            top-level fields; a table that exists keeps its own
 * @param dedupHorizon
 *            the time, by ingestion time, for which a repeated key is guaranteed to be recognised
 * @param bronzeTtl
 *            how long the bronze table keeps the raw records of a day, in whole days; zero for no bronze table
 * @param freshness
 *            the time from the acceptance of an event to the commit that shows it which stream-service aims at; empty when
 *            the contract does not name it
 * @param salt
 *            the number of partitions that the gateway spreads the events of one pk over; {@value #NO_SALT}: none are spread
 * @param slo
 *            the targets of the service level objectives, those of the defaults included
 * @param rules
 *            the quality rules that events of this version are held to
 * @param types
 *            the shared types that the schema is made with, in the version that it is bound to; those within another shared
 *            type, too
 */
public record Contract(
        StreamName stream,
        int version,
        long contentId,
        Schema schema,
        Roles roles,
        List<String> partitionBy,
        Duration dedupHorizon,
        Duration bronzeTtl,
        Optional<Duration> freshness,
        int salt,
        SloTargets slo,
        QualityRules rules,
        List<TypeReference> types) {

    /** The derived column that holds the UTC date of the event time. */
    public static final String EVENT_DATE = "event_date";
    /** {@link #bronzeTtl} of a contract that does not name it. */
    public static final Duration DEFAULT_BRONZE_TTL = Duration.ofDays(7);

    /** {@link #salt} of a contract that does not name it: the events of one pk are in one partition. */
    public static final int NO_SALT = 1;

    public Contract {
        partitionBy = List.copyOf(partitionBy);
        types = List.copyOf(types);
    }

    /** A contract without quality rules and shared types, and with the defaults of all settings but the dedup horizon. */
    public Contract(StreamName stream, int version, long contentId, Schema schema, Roles roles,
            List<String> partitionBy, Duration dedupHorizon) {
        this(stream, version, contentId, schema, roles, partitionBy, dedupHorizon, DEFAULT_BRONZE_TTL,
                Optional.empty(), NO_SALT, SloDefaults.bundled().targets(), QualityRules.NONE, List.of());
    }

    /** Whether the raw records of the stream are kept in a bronze table. */
    public boolean hasBronze() {
        return bronzeTtl.isPositive();
    }

    /** The same contract, bound to these versions of shared types. */
    public Contract boundTo(List<TypeReference> versions) {
        return new Contract(stream, version, contentId, schema, roles, partitionBy, dedupHorizon, bronzeTtl, freshness,
                salt, slo, rules, versions);
    }

    /** The same contract with the version that it gets when it is registered. */
    public Contract numbered(int registered) {
        return new Contract(stream, registered, contentId, schema, roles, partitionBy, dedupHorizon, bronzeTtl,
                freshness,
                salt, slo, rules, types);
    }

    /** The names of the quality rules. */
    public List<String> ruleNames() {
        return rules.rules().stream().map(QualityRule::name).toList();
    }

    /** The name in messages: {@code stream/version}. */
    public String title() {
        return stream + "/" + version;
    }
}
