package io.millrace.table.s3;

import java.util.List;

import io.millrace.devstack.s3.S3Server;

/** One S3 server for all tests of a JVM. */
public final class SharedS3Server {
    private SharedS3Server() {}

    private static final class Shared {
        static final S3Server SERVER = start();
    }

    /** The server, with its credentials where the default chain finds them. */
    public static S3Server get() {
        return Shared.SERVER;
    }

    /** What another JVM needs to find the same credentials. */
    public static List<String> options() {
        return S3Server.credentials().entrySet().stream().map(one -> "-D" + one.getKey() + "=" + one.getValue())
                .toList();
    }

    private static S3Server start() {
        S3Server server = S3Server.start();
        S3Server.credentials().forEach(System::setProperty);
        return server;
    }
}
