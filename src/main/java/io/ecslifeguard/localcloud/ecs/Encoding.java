package io.ecslifeguard.localcloud.ecs;

/** Which part of an event's body is base64. */
public enum Encoding {
    /** None. */
    RAW,
    /** The whole body. */
    BASE64,
    /** The event inside a topic notification, as a publisher encodes it; without a topic the same as BASE64. */
    BASE64_INNER
}
