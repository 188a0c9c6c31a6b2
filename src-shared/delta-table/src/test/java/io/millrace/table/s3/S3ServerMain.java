package io.millrace.table.s3;

import java.io.InputStream;
import java.io.OutputStream;

/** The child process around the S3 server: it ends when its parent does, even when that is killed. */
final class S3ServerMain {
    private S3ServerMain() {}

    public static void main(String[] args) throws Exception {
        Thread.ofPlatform().daemon().start(() -> {
            try (InputStream leash = System.in) {
                leash.transferTo(OutputStream.nullOutputStream());
            } catch (java.io.IOException e) {
                System.err.println("the leash broke, which counts as its end: " + e);
            }
            Runtime.getRuntime().halt(0);
        });
        Class.forName("org.gaul.s3proxy.Main").getMethod("main", String[].class).invoke(null, (Object) args);
    }
}
