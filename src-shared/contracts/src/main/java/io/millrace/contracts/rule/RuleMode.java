package io.millrace.contracts.rule;

/** The side that judges a rule. */
public enum RuleMode {
    /** The gateway, before an event is stored; what reaches Kafka in another way is not judged. */
    WRITE(true, false),
    /** The consumers, before an event is merged. */
    READ(false, true),
    /** Both. */
    WRITEREAD(true, true);

    private final boolean atGateway;
    private final boolean atConsumers;

    RuleMode(boolean atGateway, boolean atConsumers) {
        this.atGateway = atGateway;
        this.atConsumers = atConsumers;
    }

    boolean atGateway() {
        return atGateway;
    }

    boolean atConsumers() {
        return atConsumers;
    }
}
