package io.millrace.table.internal.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

@TargetClass(CodecFactory.class)
final class Target_CodecFactory {
    private Target_CodecFactory() {}

    @Substitute
    protected CompressionCodec getCodec(CompressionCodecName codec) {
        throw NoHadoop.at("CodecFactory.getCodec");
    }

    @Substitute
    protected Target_BytesCompressor createCompressorAtLevel(CompressionCodecName codec, int level) {
        throw NoHadoop.at("CodecFactory.createCompressorAtLevel");
    }
}
