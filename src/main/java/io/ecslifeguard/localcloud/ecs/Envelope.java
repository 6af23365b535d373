package io.ecslifeguard.localcloud.ecs;

/** In which of CloudMonitor's and EventBridge's forms an event is told. */
public enum Envelope {
    /** A classic CloudMonitor rule: {@code name} and {@code content} at the top. */
    RULE,
    /** An Event Center subscription: {@code alert} and {@code subscription} at the top. */
    EVENT_CENTER,
    /** EventBridge: a CloudEvent. */
    CLOUD_EVENT
}
