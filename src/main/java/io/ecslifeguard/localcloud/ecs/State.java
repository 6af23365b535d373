package io.ecslifeguard.localcloud.ecs;

/** What DescribeInstances calls Status. A released instance has none: it is gone. */
enum State {
    PENDING("Pending"),
    STARTING("Starting"),
    RUNNING("Running"),
    STOPPING("Stopping"),
    STOPPED("Stopped");

    private final String wire;

    State(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }
}
