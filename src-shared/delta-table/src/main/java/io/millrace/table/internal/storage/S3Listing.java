package io.millrace.table.internal.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists the objects of a bucket by their names. */
final class S3Listing {
    private final S3Client s3;

    S3Listing(S3Client s3) {
        this.s3 = s3;
    }

    /** See {@link TableStorage#listFrom}. */
    List<FileInfo> listFrom(S3Path from) throws IOException {
        String folder = from.folder();
        // S3 lists the names after the given name, which is excluded: the name without its last letter comes before it.
        String after = from.key().length() > folder.length() ? from.key().substring(0, from.key().length() - 1) : "";
        List<FileInfo> found = new ArrayList<>();
        list(from, request(from, folder).startAfter(after).delimiter("/").build(), file -> {
            if (S3Path.parse(file.path()).key().compareTo(from.key()) >= 0) {
                found.add(file);
            }
        });
        if (found.isEmpty() && !exists(from, folder)) {
            throw new FileNotFoundException("no such folder: " + from.sibling(folder));
        }
        return found;
    }

    private boolean exists(S3Path from, String folder) throws IOException {
        try {
            return s3.listObjectsV2(request(from, folder).maxKeys(1).build()).keyCount() > 0;
        } catch (SdkException e) {
            throw S3Failures.io("list", from, e);
        }
    }

    /** See {@link TableStorage#walk}. */
    void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        S3Path root = S3Path.parse(folder.endsWith("/") ? folder : folder + "/");
        list(root, request(root, root.key()).build(), sink);
    }

    private static ListObjectsV2Request.Builder request(S3Path within, String prefix) {
        return ListObjectsV2Request.builder().bucket(within.bucket()).prefix(prefix);
    }

    private void list(S3Path within, ListObjectsV2Request request, Consumer<FileInfo> sink) throws IOException {
        try {
            for (ListObjectsV2Response page : s3.listObjectsV2Paginator(request)) {
                page.contents().forEach(object -> sink.accept(new FileInfo(within.sibling(object.key()).toString(),
                        object.size(), object.lastModified().toEpochMilli())));
            }
        } catch (SdkException e) {
            throw S3Failures.io("list", within, e);
        }
    }
}
