package io.millrace.devstack;

import java.io.IOException;

/** How a broker becomes unavailable: killed, so that connections break, or suspended, so that they stay open without an answer. */
public enum BrokerOutage {
    /** By SIGKILL; it comes back on the same port with what it has on disk. */
    KILLED {
        @Override
        public void begin(DevStack stack) {
            stack.broker().kill();
        }

        @Override
        public void end(DevStack stack) {
            stack.restartBroker();
        }
    },
    /** By SIGSTOP; it goes on by SIGCONT. */
    STOPPED {
        @Override
        public void begin(DevStack stack) throws IOException, InterruptedException {
            signal("-STOP", stack);
        }

        @Override
        public void end(DevStack stack) throws IOException, InterruptedException {
            signal("-CONT", stack);
        }
    };

    /** Takes the broker of a stack away. */
    public abstract void begin(DevStack stack) throws IOException, InterruptedException;

    /** Brings it back. */
    public abstract void end(DevStack stack) throws IOException, InterruptedException;

    private static void signal(String signal, DevStack stack) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", signal, Long.toString(stack.broker().pid())).start().waitFor();
        if (code != 0) {
            throw new DevStackException("kill " + signal + " ended with " + code);
        }
    }
}
