package io.ecslifeguard.restart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final ObjectMapper JSON = new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule());

    @Test
    void goesOnFromWhatAnEarlierVersionRemembered() throws IOException {
        // Given
        var remembered = """
                {"since":"2026-05-04T10:00:00Z","starts":1,"startedAt":"2026-05-04T10:00:20Z","requestId":"r-1",
                 "refusals":0,"unseen":0,"seenRunning":0,"notBefore":null}""";

        // When
        var progress = JSON.readValue(remembered, Progress.class);

        // Then
        assertThat(progress.startedAt()).contains(Instant.parse("2026-05-04T10:00:20Z"));
        assertThat(progress.wasMade()).isTrue();
        assertThat(progress.looks()).isEqualTo(Progress.Looks.NONE);
        assertThat(JSON.readValue(JSON.writeValueAsString(progress), Progress.class))
                .isEqualTo(progress);
    }
}
