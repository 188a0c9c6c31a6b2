package io.millrace.table.internal.nativeimage;

import java.util.Iterator;
import java.util.Map;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.annotate.TargetElement;
import org.apache.parquet.conf.HadoopParquetConfiguration;

@TargetClass(HadoopParquetConfiguration.class)
final class Target_HadoopParquetConfiguration {
    @Substitute
    @TargetElement(name = TargetElement.CONSTRUCTOR_NAME)
    public Target_HadoopParquetConfiguration(boolean loadDefaults) {
        throw NoHadoop.at("HadoopParquetConfiguration");
    }

    @Substitute
    public Iterator<Map.Entry<String, String>> iterator() {
        throw NoHadoop.at("HadoopParquetConfiguration.iterator");
    }
}
