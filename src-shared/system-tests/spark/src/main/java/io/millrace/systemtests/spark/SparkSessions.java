package io.millrace.systemtests.spark;

import org.apache.spark.sql.SparkSession;

/** Spark within this process, with Delta. */
final class SparkSessions {
    private SparkSessions() {}

    /** One that reads. */
    static SparkSession reading() {
        return builder().getOrCreate();
    }

    /** One that also writes to tables in folders, without losing a commit of anybody. */
    static SparkSession writing() {
        return builder().config("spark.delta.logStore.file.impl", HardLinkLogStore.class.getName()).getOrCreate();
    }

    private static SparkSession.Builder builder() {
        return SparkSession.builder().master("local[2]").appName("millrace")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.session.timeZone", "UTC").config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.databricks.delta.snapshotPartitions", "2");
    }
}
