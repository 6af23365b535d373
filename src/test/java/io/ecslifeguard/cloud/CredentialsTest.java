package io.ecslifeguard.cloud;

import static io.ecslifeguard.cloud.EcsTest.failureOf;
import static io.ecslifeguard.cloud.EcsTest.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    FakeCloud cloud;
    FakeCloud tokens;
    CloudCalls calls;
    final CredentialsWatch watch = new CredentialsWatch();
    Ecs ecs;

    @BeforeEach
    void start() throws IOException {
        cloud = new FakeCloud();
        tokens = new FakeCloud();
        var config = TestCloudConfig.at(cloud.endpoint()).withCredentialsUri(tokens.endpoint() + "/keys");
        calls = new CloudCalls(config, new RecordedCalls(), RecordedCalls.NO_TALLY, RecordedCalls.NO_PACE);
        ecs = new Ecs(config, new Credentials(config, watch).client(), calls);
    }

    @AfterEach
    void stop() {
        calls.close();
        cloud.close();
        tokens.close();
    }

    @Test
    void signsWithWhatTheTokenServiceGives() {
        // Given
        tokens.then(200, """
                {"Code":"Success","AccessKeyId":"STS.very-long-id","AccessKeySecret":"not-to-be-seen",
                "SecurityToken":"not-to-be-seen","Expiration":"2099-12-31T00:00:00Z"}
                """);

        // When
        var instances = get(ecs.describe(List.of(new InstanceId("i-1"))));

        // Then
        assertThat(instances).isEmpty();
        assertThat(tokens.calls()).hasSize(1);
        assertThat(cloud.calls()).hasSize(1);
        assertThat(watch.state())
                .isEqualTo(new CredentialsState(
                        Optional.of("credentials_uri"),
                        Optional.of("STS.ve…"),
                        Optional.of(Instant.parse("2099-12-31T00:00:00Z")),
                        Optional.empty()));
    }

    @Test
    void saysWhoseCredentialsCannotBeRenewedAndWhatToDo() {
        // Given
        tokens.then(200, """
                {"Code":"Success","AccessKeyId":"STS.very-long-id","AccessKeySecret":"not-to-be-seen",
                "SecurityToken":"not-to-be-seen","Expiration":"%s"}
                """.formatted(Instant.now().plusSeconds(50).truncatedTo(ChronoUnit.SECONDS)));
        var unused = get(ecs.describe(List.of(new InstanceId("i-1"))));
        tokens.then(403, "{\"Code\":\"Forbidden\",\"AccessKeySecret\":\"not-to-be-seen\"}");

        // When
        var failure = failureOf(ecs.describe(List.of(new InstanceId("i-2"))));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.DENIED);
        assertThat(failure)
                .hasMessageContaining("The credentials of credentials_uri cannot be renewed: see what"
                        + " ALIBABA_CLOUD_CREDENTIALS_URI answers")
                .message()
                .doesNotContain("not-to-be-seen");
        assertThat(watch.state().problem().orElseThrow()).startsWith("The credentials of credentials_uri");
        assertThat(watch.state().accessKey()).contains("STS.ve…");
    }

    @Test
    void usesThoseFromBeforeWhileTheyLastAndNewOnesCannotBeHad() {
        // Given: the vendor's client asks for others a quarter of an hour before the end
        var end = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        tokens.then(200, """
                {"Code":"Success","AccessKeyId":"STS.very-long-id","AccessKeySecret":"not-to-be-seen",
                "SecurityToken":"not-to-be-seen","Expiration":"%s"}
                """.formatted(end));
        var unused = get(ecs.describe(List.of(new InstanceId("i-1"))));
        tokens.then(500, "{}");

        // When
        var first = get(ecs.describe(List.of(new InstanceId("i-2"))));
        var second = get(ecs.describe(List.of(new InstanceId("i-3"))));

        // Then
        assertThat(first).isEmpty();
        assertThat(second).isEmpty();
        assertThat(cloud.calls()).hasSize(3);
        assertThat(tokens.calls())
                .as("asks for new ones now and then, and not for each call")
                .hasSize(2);
        assertThat(watch.state().expires()).contains(end);
        assertThat(watch.state().problem().orElseThrow()).contains("cannot be renewed");
    }

    @Test
    void missingCredentialsSayWhatToDoAndTellNoSecret() {
        // Given
        var logged = new CopyOnWriteArrayList<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("com.aliyun").addHandler(handler);
        tokens.then(
                200,
                "{\"Code\":\"Success\",\"AccessKeySecret\":\"not-to-be-seen\",\"SecurityToken\":\"not-to-be-seen\"}");

        // When
        var failure = failureOf(ecs.describe(List.of(new InstanceId("i-1"))));
        Logger.getLogger("com.aliyun").removeHandler(handler);

        // Then
        assertThat(logged).noneMatch(line -> line.contains("not-to-be-seen"));
        assertThat(failure.meaning()).isEqualTo(Meaning.DENIED);
        assertThat(failure)
                .hasMessageContaining("ALIBABA_CLOUD_ACCESS_KEY_ID")
                .hasMessageContaining("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
        assertThat(cloud.calls()).isEmpty();
    }
}
