package io.ecslifeguard.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceTest {

    private static final String KNOWN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void isOffUntilItIsSwitchedOn() {
        // When
        var received = Trace.received("receive");
        var continued = Trace.continued("attempt", Optional.of(KNOWN));
        var call = Trace.call("ECS StartInstance", List.of(KNOWN));

        // Then
        assertThat(Trace.isOn()).isFalse();
        assertThat(Trace.isUnderWay()).isFalse();
        assertThat(received).isSameAs(continued).isSameAs(call).isSameAs(received.child("commit"));
        assertThat(received.traceparent()).isEmpty();
    }
}
