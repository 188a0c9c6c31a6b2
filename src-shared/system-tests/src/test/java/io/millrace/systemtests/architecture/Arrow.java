package io.millrace.systemtests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** The arrows that must not be there. Each knows one that it would refuse, which proves that it can. */
enum Arrow {
    INGEST_SEES_NO_OTHER_SERVICE(nobodyIn("io.millrace.ingest..").sees("io.millrace.stream..", "io.millrace.batch.."), //
            "io.millrace.ingest.publish", "io.millrace.stream.metrics.StreamMetrics"),
    STREAM_SEES_NO_OTHER_SERVICE(nobodyIn("io.millrace.stream..").sees("io.millrace.ingest..", "io.millrace.batch.."), //
            "io.millrace.stream.merge", "io.millrace.batch.schedule.BatchRun"),
    BATCH_SEES_NO_OTHER_SERVICE(nobodyIn("io.millrace.batch..").sees("io.millrace.ingest..", "io.millrace.stream.."), //
            "io.millrace.batch.read", "io.millrace.stream.merge.StreamMerge"),
    SHARED_ROOMS_SEE_NO_SERVICE(
            nobodyIn("io.millrace.contracts..", "io.millrace.table..", "io.millrace.landing..",
                    "io.millrace.devstack..")
                    .sees("io.millrace.ingest..", "io.millrace.stream..", "io.millrace.batch..",
                            "io.millrace.launcher.."), //
            "io.millrace.landing", "io.millrace.stream.merge.StreamMerge"),
    INGEST_NEVER_SEES_THE_TABLE(
            nobodyIn("io.millrace.ingest..").sees("io.millrace.table..", "io.millrace.landing.."), //
            "io.millrace.ingest.admission", "io.millrace.table.EventTable"),
    THE_TABLE_LIBRARY_KNOWS_NO_CONTRACTS(
            nobodyIn("io.millrace.table..").sees("io.millrace.contracts..", "io.millrace.landing.."), //
            "io.millrace.table", "io.millrace.contracts.schema.Contract"),
    THE_TABLE_LIBRARY_KNOWS_NO_AVRO(nobodyIn("io.millrace.table..").sees("org.apache.avro.."), //
            "io.millrace.table.internal.datafile", "org.apache.avro.Schema"),
    THE_TABLE_LIBRARY_KNOWS_NO_KAFKA(nobodyIn("io.millrace.table..").sees("org.apache.kafka.."), //
            "io.millrace.table.internal.merge", "org.apache.kafka.common.TopicPartition"),
    CONTRACTS_NEVER_SEE_THE_TABLE(
            nobodyIn("io.millrace.contracts..").sees("io.millrace.table..", "io.millrace.landing.."), //
            "io.millrace.contracts.record", "io.millrace.table.EventTable"),
    ONLY_THE_TABLES_LOG_SEES_KERNEL(
            nobodyBut("io.millrace.table.internal.log..").sees("io.delta.kernel.."), //
            "io.millrace.table.internal.merge", "io.delta.kernel.data.Row"),
    ONLY_THE_LAYERS_OF_DATA_FILES_AND_CHECKPOINTS_SEE_PARQUET(
            nobodyBut("io.millrace.table.internal.parquet..", "io.millrace.table.internal.encoding..",
                    "io.millrace.table.internal.keys..",
                    "io.millrace.table.internal.datafile..", "io.millrace.table.internal.index..",
                    "io.millrace.table.internal.log.kernel..", "io.millrace.table.internal.nativeimage..")
                    .sees("org.apache.parquet.."), //
            "io.millrace.table.internal.merge", "org.apache.parquet.schema.MessageType"),
    ONLY_TABLE_STORAGE_SEES_THE_AWS_SDK(
            nobodyBut("io.millrace.table.internal.storage..", "io.millrace.table.internal.nativeimage..")
                    .sees("software.amazon.awssdk.."), //
            "io.millrace.table.internal.log", "software.amazon.awssdk.services.s3.S3Client"),
    ONLY_THE_TABLE_SEES_ITS_INSIDE(// The simulation puts the table together on a storage of its own.
            nobodyBut("io.millrace.table..", "io.millrace.bench.simulation..").sees("io.millrace.table.internal.."), //
            "io.millrace.batch", "io.millrace.table.internal.log.kernel.KernelLog"),
    ONLY_QUALITY_RULES_SEE_CEL(nobodyBut("io.millrace.contracts.rule..").sees("dev.cel.."), //
            "io.millrace.contracts.schema", "dev.cel.runtime.CelRuntime"),
    THE_MERGE_RULE_IS_PURE(
            classes().that().resideInAPackage("io.millrace.table.mergerule..").should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("io.millrace.table.mergerule..", "java..", "org.jspecify.annotations.."), //
            "io.millrace.table.mergerule", "org.apache.avro.Schema"),
    ONLY_GATEWAY_OPERATIONS_AND_CONSOLE_SEE_HTTP(// The benchmark has a floor of its own: an endpoint that only sends to Kafka.
            nobodyBut("io.millrace.ingest.http..", "io.millrace.batch.operations..", "io.millrace.batch.console..",
                    "io.millrace.bench.ingest..").sees(
                            "jakarta.ws.rs..",
                            "io.vertx..http.."), //
            "io.millrace.ingest.publish", "io.vertx.core.http.HttpServerRequest"),
    NO_SERVICE_SEES_THE_DEV_STACK(
            nobodyBut("io.millrace.devstack..", "io.millrace.launcher..", "io.millrace.bench..", "io.millrace.race..",
                    "io.millrace.systemtests..")
                    .sees("io.millrace.devstack.."), //
            "io.millrace.ingest", "io.millrace.devstack.DevStack"),
    NOBODY_SEES_THE_SYSTEM_TESTS(
            nobodyBut("io.millrace.systemtests..", "io.millrace.bench..", "io.millrace.race..")
                    .sees("io.millrace.systemtests..", "io.millrace.bench..", "io.millrace.race.."), //
            "io.millrace.launcher.demo", "io.millrace.systemtests.Repository");

    private final ArchRule rule;
    private final Trespass trespass;

    Arrow(ArchRule rule, String from, String to) {
        this.rule = rule;
        this.trespass = new Trespass(from, to);
    }

    ArchRule rule() {
        return rule;
    }

    /** One that the rule must refuse. */
    Trespass trespass() {
        return trespass;
    }

    private static Inhabitants nobodyIn(String... packages) {
        return seen -> noClasses().that().resideInAnyPackage(packages).should().dependOnClassesThat()
                .resideInAnyPackage(seen);
    }

    private static Inhabitants nobodyBut(String... packages) {
        return seen -> noClasses().that().resideOutsideOfPackages(packages).should().dependOnClassesThat()
                .resideInAnyPackage(seen);
    }

    private interface Inhabitants {
        ArchRule sees(String... seen);
    }
}
