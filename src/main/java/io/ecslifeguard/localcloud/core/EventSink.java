package io.ecslifeguard.localcloud.core;

/** Where the local cloud's CloudMonitor puts message bodies: the queue. */
public interface EventSink {

    /**
     * Puts a body on the event queue.
     *
     * @param body the text as it will stand in MessageBody on the wire: base64 already applied where wanted
     */
    void put(String body);
}
