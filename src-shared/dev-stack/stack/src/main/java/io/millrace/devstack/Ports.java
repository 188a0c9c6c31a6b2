package io.millrace.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;

/** TCP ports of the loopback address 127.0.0.1. */
public final class Ports {
    /** The address that all parts of this stack listen on. */
    static final String HOST = "127.0.0.1";
    // Above the ports that people use by hand, below the fixed ports of dev mode and below 32768, where the kernel takes the
    // client side of connections from: a port of that range may be gone between choosing and binding it.
    private static final int LOWEST = 15_000;
    private static final int BEYOND_HIGHEST = 28_000;
    private static final int CONNECT_MS = 200;

    private Ports() {}

    /** A port without a listener at this moment. */
    public static int free() {
        return free(1).getFirst();
    }

    /** Several different ports without a listener at this moment. */
    public static List<Integer> free(int count) {
        var ports = new Random().ints(LOWEST, BEYOND_HIGHEST).distinct().limit(1000).filter(Ports::isFree).limit(count)
                .boxed()
                .toList();
        if (ports.size() < count) {
            throw new DevStackException(
                    "Fewer than " + count + " of 1000 tried ports between " + LOWEST + " and " + BEYOND_HIGHEST
                            + " are free on " + HOST + ". Stop what listens there (`ss -ltn` lists it).");
        }
        return ports;
    }

    /** Whether something accepts connections there. */
    public static boolean isOpen(int port) {
        try (var socket = new Socket()) {
            socket.connect(address(port), CONNECT_MS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Whether a server could listen there. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address(port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    /**
     * Fails when the port is taken.
     *
     * @throws DevStackException naming the port, its purpose and what to do
     */
    static void requireFree(int port, String purpose) {
        if (!isFree(port)) {
            throw new DevStackException("Port " + port + ", meant for " + purpose + ", is in use on " + HOST
                    + ". Stop the process that holds it (`ss -ltnp 'sport = :" + port
                    + "'` shows it) or choose another port for "
                    + purpose + ".");
        }
    }

    private static InetSocketAddress address(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), port);
    }
}
