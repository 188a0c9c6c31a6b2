package io.millrace.table.quarkus.deployment;

import java.util.List;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.nativeimage.JPMSExportBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveFieldBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedPackageBuildItem;

/** Registers with a native image what Parquet, zstd and the S3 client look up at run time. */
final class TableSteps {
    private static final String FEATURE = "millrace-table";
    private static final String BIT_PACKING = "org.apache.parquet.column.values.bitpacking.";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** Parquet finds its bit packers by the name of their class. */
    @BuildStep
    void bitPackers(BuildProducer<ReflectiveFieldBuildItem> fields) {
        for (String packer : List.of("LemireBitPackingBE", "LemireBitPackingLE", "ByteBitPackingBE", "ByteBitPackingLE",
                "ByteBitPackingForLongBE", "ByteBitPackingForLongLE")) {
            fields.produce(new ReflectiveFieldBuildItem("Parquet reads it by name", BIT_PACKING + packer, "factory"));
        }
    }

    /** The library that zstd unpacks from its jar and loads. */
    @BuildStep
    NativeImageResourcePatternsBuildItem zstdLibrary() {
        String processor = System.getProperty("os.arch");
        return NativeImageResourcePatternsBuildItem.builder()
                .includeGlob("linux/" + processor + "/libzstd-jni-*.so").build();
    }

    /**
     * Quarkus initializes classes when the image is built. Not these: zstd's would load its library into the builder,
     * Hadoop's look for a Hadoop that is not there, and the S3 client's hold random numbers and what they read from the
     * environment.
     */
    @BuildStep
    void initializedWhenTheyAreUsed(BuildProducer<RuntimeInitializedPackageBuildItem> packages) {
        for (String name : List.of("org.apache.hadoop", "com.github.luben.zstd", "software.amazon.awssdk")) {
            packages.produce(new RuntimeInitializedPackageBuildItem(name));
        }
    }

    /** Parquet's hashing of direct buffers names a class of the JDK that is not exported. */
    @BuildStep
    JPMSExportBuildItem directBuffers() {
        return new JPMSExportBuildItem("java.base", "sun.nio.ch");
    }
}
