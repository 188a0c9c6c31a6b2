package io.millrace.table.internal.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.http.auth.aws.crt.internal.signer.DefaultAwsCrtV4aHttpSigner;
import software.amazon.awssdk.http.auth.aws.internal.signer.util.OptionalDependencyLoaderUtil;

/** Signing with SigV4a is only for access points of several regions, and needs a native library that is not there. */
@TargetClass(OptionalDependencyLoaderUtil.class)
final class Target_OptionalDependencyLoaderUtil {
    private Target_OptionalDependencyLoaderUtil() {}

    @Substitute
    public static DefaultAwsCrtV4aHttpSigner getDefaultAwsCrtV4aHttpSigner() {
        throw new UnsupportedOperationException("Signing requests to S3 with SigV4a is not in this image."
                + " Use a bucket or an access point of one region, or run the service on the JVM.");
    }
}
