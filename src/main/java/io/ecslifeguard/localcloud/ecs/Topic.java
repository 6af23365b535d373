package io.ecslifeguard.localcloud.ecs;

/** Whether an event takes the way over an SMQ topic, and in which format that notifies the queue. */
public enum Topic {
    /** Straight to the queue. */
    NONE,
    /** NotifyContentFormat JSON. */
    JSON,
    /** NotifyContentFormat XML. */
    XML
}
