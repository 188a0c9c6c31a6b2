package io.millrace.table.internal.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.annotate.TargetElement;
import org.apache.hadoop.fs.Path;

@TargetClass(Path.class)
final class Target_Path {
    @Substitute
    @TargetElement(name = TargetElement.CONSTRUCTOR_NAME)
    public Target_Path(String path) {
        throw NoHadoop.at("Path");
    }
}
