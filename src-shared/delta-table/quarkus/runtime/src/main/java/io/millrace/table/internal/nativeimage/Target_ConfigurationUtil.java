package io.millrace.table.internal.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.util.ConfigurationUtil;

@TargetClass(ConfigurationUtil.class)
final class Target_ConfigurationUtil {
    private Target_ConfigurationUtil() {}

    @Substitute
    public static Configuration createHadoopConfiguration(ParquetConfiguration configuration) {
        throw NoHadoop.at("ConfigurationUtil.createHadoopConfiguration");
    }
}
