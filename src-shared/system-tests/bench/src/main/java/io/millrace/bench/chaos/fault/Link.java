package io.millrace.bench.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/** A TCP proxy in front of one server. Faults of a network are done to the connections that lead through it; it begins whole. */
public final class Link implements AutoCloseable {
    private static final int PIECE = 16 * 1024;
    private static final int BACKLOG = 100;
    private static final long MILLIS = 1_000;

    private final String name;
    private final ProcessRole role;
    private final int port;
    private final int serverPort;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong met = new AtomicLong();
    private volatile Weather weather = Weather.FAIR;
    private @Nullable ServerSocket listener;
    private Thread acceptor = new Thread();

    /**
     * How bytes pass.
     *
     * @param silent
     *            whether they are swallowed
     * @param delayMillis
     *            how long a piece of at most 16 KiB waits
     * @param bytesPerSecond
     *            of one direction of one connection
     */
    private record Weather(boolean silent, long delayMillis, long bytesPerSecond) {
        private static final Weather FAIR = new Weather(false, 0, Long.MAX_VALUE);
        private static final Weather SILENT = new Weather(true, 0, Long.MAX_VALUE);

        void await(int bytes) throws InterruptedException {
            long millis = delayMillis + bytes * MILLIS / bytesPerSecond;
            if (millis > 0) {
                Thread.sleep(millis);
            }
        }
    }

    /**
     * Opens one on this machine.
     *
     * @param name
     *            how reports call it
     * @param role
     *            of the server
     * @param port
     *            where clients connect
     * @param serverPort
     *            where the server listens, now or later
     */
    public Link(String name, ProcessRole role, int port, int serverPort) {
        this.name = name;
        this.role = role;
        this.port = port;
        this.serverPort = serverPort;
        listen();
    }

    public String name() {
        return name;
    }

    public ProcessRole role() {
        return role;
    }

    /** Resets all connections, and lets new ones be refused, until {@link #heal()}. */
    public synchronized void cut() {
        if (listener != null) {
            close(listener);
            listener = null;
            awaitAcceptor();
        }
        met.addAndGet(connections.size());
        connections.forEach(Connection::reset);
        connections.clear();
    }

    /**
     * Delays bytes until {@link #heal()}.
     *
     * @param delayMillis
     *            how long a piece of at most 16 KiB waits
     * @param bytesPerSecond
     *            of one direction of one connection
     */
    public void slow(long delayMillis, long bytesPerSecond) {
        weather = new Weather(false, delayMillis, bytesPerSecond);
    }

    /**
     * Swallows all bytes until {@link #heal()}; connections stay open, and new ones are accepted. A connection of which bytes were
     * swallowed stays silent for ever, as one whose other end is gone without a word.
     */
    public void silence() {
        weather = Weather.SILENT;
    }

    /** How many connections were reset, and pieces delayed or swallowed, so far. */
    public long met() {
        return met.get();
    }

    /** From now on bytes pass as they come. */
    public synchronized void heal() {
        weather = Weather.FAIR;
        if (listener == null) {
            listen();
        }
    }

    private synchronized void listen() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            listener = opened;
            acceptor = Thread.ofVirtual().name(name).start(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + ", meant for the " + name + ", cannot be listened on", e);
        }
    }

    /** A socket that a thread accepts connections of takes further ones until the thread has noticed that it is closed. */
    private void awaitAcceptor() {
        boolean interrupted = Thread.interrupted();
        while (acceptor.isAlive()) {
            try {
                acceptor.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket opened) {
        while (true) {
            Socket client;
            try {
                client = opened.accept();
            } catch (IOException closed) {
                return;
            }
            Thread.ofVirtual().name(name).start(() -> connect(opened, client));
        }
    }

    private void connect(ServerSocket opened, Socket client) {
        Connection connection;
        try {
            connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
        } catch (IOException serverAway) {
            reset(client);
            return;
        }
        synchronized (this) {
            if (listener != opened) {
                connection.reset();
                return;
            }
            connections.add(connection);
        }
        connection.start();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            return;
        }
        close(socket);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("A socket on this machine cannot be closed", e);
        }
    }

    @Override
    public void close() {
        cut();
    }

    /** One connection of a client, with its counterpart to the server. */
    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean silent;

        Connection(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void start() {
            Thread.ofVirtual().name(name).start(() -> pump(client, server));
            Thread.ofVirtual().name(name).start(() -> pump(server, client));
        }

        private void pump(Socket from, Socket to) {
            try {
                byte[] piece = new byte[PIECE];
                for (int length = from.getInputStream().read(piece); length >= 0; length = from.getInputStream()
                        .read(piece)) {
                    Weather now = weather;
                    if (!now.equals(Weather.FAIR)) {
                        met.incrementAndGet();
                    }
                    now.await(length);
                    silent |= weather.silent();
                    if (!silent) {
                        to.getOutputStream().write(piece, 0, length);
                    }
                }
            } catch (IOException ended) {
                // One end is gone, or was reset: so is the other one below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            end(from, to);
        }

        /** The end of one side ends the other one, unless nothing is heard of it any more. */
        private void end(Socket from, Socket to) {
            Link.close(from);
            if (silent || weather.silent()) {
                silent = true;
            } else {
                Link.close(to);
            }
            if (from.isClosed() && to.isClosed()) {
                connections.remove(this);
            }
        }

        void reset() {
            Link.reset(client);
            Link.reset(server);
        }
    }
}
