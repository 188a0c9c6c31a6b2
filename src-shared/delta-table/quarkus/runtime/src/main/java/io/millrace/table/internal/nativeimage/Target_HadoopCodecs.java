package io.millrace.table.internal.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.util.HadoopCodecs;

@TargetClass(HadoopCodecs.class)
final class Target_HadoopCodecs {
    private Target_HadoopCodecs() {}

    @Substitute
    public static CompressionCodecFactory newFactory(int sizeHint) {
        throw NoHadoop.at("HadoopCodecs.newFactory");
    }

    @Substitute
    public static CompressionCodecFactory newFactory(Configuration configuration, int sizeHint) {
        throw NoHadoop.at("HadoopCodecs.newFactory");
    }

    /** Parquet's read options call this before they know of our codecs, so it must not throw. */
    @Substitute
    public static CompressionCodecFactory newFactory(ParquetConfiguration configuration, int sizeHint) {
        return new NoCodecs();
    }

    @Substitute
    public static CompressionCodecFactory newDirectFactory(Configuration configuration, ByteBufferAllocator allocator,
            int sizeHint) {
        throw NoHadoop.at("HadoopCodecs.newDirectFactory");
    }
}
