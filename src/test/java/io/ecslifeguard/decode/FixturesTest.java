package io.ecslifeguard.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.decode.Fixtures.Expectation;
import io.ecslifeguard.event.Decoded;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.Unrecognized;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixturesTest {

    private final Decoder decoder = new Decoder();

    @ParameterizedTest
    @MethodSource("io.ecslifeguard.decode.Fixtures#files")
    void decodesAsExpected(String file) {
        // Given
        var body = Fixtures.body(file);

        // When
        var decoded = decoder.decode(body, Fixtures.MESSAGE_ID);

        // Then
        assertThat(Fixtures.expectations()).containsKey(file);
        var expectation = Fixtures.expectations().get(file);
        assertThat(asRow(file, decoded, expectation)).isEqualTo(expectation);
    }

    @ParameterizedTest
    @MethodSource("io.ecslifeguard.decode.Fixtures#files")
    void decodesThePayloadToTheSameEvent(String file) {
        // Given
        var decoded = decoder.decode(Fixtures.body(file), Fixtures.MESSAGE_ID);

        // When
        var payload = decoded instanceof EcsEvent event ? event.header().payload() : Fixtures.body(file);

        // Then
        assertThat(decoder.decode(payload, Fixtures.MESSAGE_ID)).isEqualTo(decoded);
    }

    @Test
    void everyExpectationHasItsFile() {
        assertThat(Fixtures.files())
                .containsExactlyInAnyOrderElementsOf(Fixtures.expectations().keySet());
    }

    private static Expectation asRow(String file, Decoded decoded, Expectation expectation) {
        if (decoded instanceof Unrecognized unrecognized) {
            var reason = unrecognized.reason();
            return new Expectation(
                    file,
                    "Unrecognized",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    reason.contains(expectation.reason()) ? expectation.reason() : reason);
        }
        var event = (EcsEvent) decoded;
        var header = event.header();
        return new Expectation(
                file,
                event.getClass().getSimpleName(),
                header.name(),
                header.key(),
                header.instance().map(InstanceId::value).orElse(""),
                event.detail().orElse(""),
                header.level().name(),
                header.account().orElse(""),
                header.region().orElse(""),
                asText(header.occurredAt()),
                header.product(),
                header.envelope().name(),
                "");
    }

    private static String asText(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse("");
    }
}
