package io.millrace.devstack.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The child process around the server: it ends when its parent does, even when that is killed. */
final class S3ServerMain {
    private S3ServerMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().start(() -> {
            try (InputStream parent = System.in) {
                parent.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                System.err.println("standard input broke, which counts as its end: " + e);
            }
            Runtime.getRuntime().halt(0);
        });
        Class.forName("org.gaul.s3proxy.Main").getMethod("main", String[].class).invoke(null, (Object) arguments);
    }
}
