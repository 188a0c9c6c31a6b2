package io.millrace.devstack;

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
        public void begin(DevStack stack) {
            stack.broker().suspend();
        }

        @Override
        public void end(DevStack stack) {
            stack.broker().resume();
        }
    };

    /** Takes the broker of a stack away. */
    public abstract void begin(DevStack stack);

    /** Brings it back. */
    public abstract void end(DevStack stack);
}
