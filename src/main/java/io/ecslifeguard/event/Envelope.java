package io.ecslifeguard.event;

/** In which of the known wrappings an event came. */
public enum Envelope {
    /** A classic CloudMonitor rule: {@code name} and {@code content} at the top. */
    CLOUDMONITOR_RULE,
    /** A CloudMonitor Event Center subscription: {@code alert} and {@code subscription} at the top. */
    EVENT_CENTER,
    /** EventBridge: a CloudEvent, {@code specversion} and {@code type} at the top. */
    CLOUD_EVENT,
    /** A CloudMonitor metric alert: {@code ruleId} and {@code metricData} at the top. */
    METRIC_ALERT
}
