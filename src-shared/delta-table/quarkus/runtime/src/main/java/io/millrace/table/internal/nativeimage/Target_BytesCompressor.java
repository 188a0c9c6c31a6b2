package io.millrace.table.internal.nativeimage;

import com.oracle.svm.core.annotate.TargetClass;
import org.apache.parquet.hadoop.CodecFactory;

/** Only named in a signature: the class itself is package-private. */
@TargetClass(value = CodecFactory.class, innerClass = "BytesCompressor")
final class Target_BytesCompressor {
    private Target_BytesCompressor() {}
}
