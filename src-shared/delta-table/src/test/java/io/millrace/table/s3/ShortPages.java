package io.millrace.table.s3;

import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists a few names at a time, where S3 lists a thousand: a list of several pages then needs few objects. */
public final class ShortPages extends DelegatingS3Client {
    /** Maximum number of names in a page. */
    public static final int NAMES = 20;

    public ShortPages(S3Client s3) {
        super(s3);
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return super.listObjectsV2(request.maxKeys() == null ? request.toBuilder().maxKeys(NAMES).build() : request);
    }
}
