package io.ecslifeguard.decode;

import io.ecslifeguard.event.Envelope;
import java.util.Optional;

/**
 * What an envelope tells of its event, whatever the event is about. Texts are as long as they came.
 *
 * @param source the source of a CloudEvent
 * @param resource the ARN of what it is about
 * @param time when it happened, as it stood there
 * @param content the fields that depend on the event
 */
record Told(
        Envelope envelope,
        Optional<String> source,
        Optional<String> id,
        String name,
        String product,
        Optional<String> level,
        Optional<String> account,
        Optional<String> region,
        Optional<String> resource,
        Optional<String> instanceName,
        Optional<String> time,
        Fields content) {}
