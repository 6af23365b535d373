package io.ecslifeguard.cloud;

import static io.ecslifeguard.cloud.EcsTest.failureOf;
import static io.ecslifeguard.cloud.EcsTest.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import java.io.IOException;
import java.util.List;
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
    Ecs ecs;

    @BeforeEach
    void start() throws IOException {
        cloud = new FakeCloud();
        tokens = new FakeCloud();
        var config = TestCloudConfig.at(cloud.endpoint()).withCredentialsUri(tokens.endpoint() + "/keys");
        calls = new CloudCalls(config, new RecordedCalls(), RecordedCalls.NO_PACE);
        ecs = new Ecs(config, new Credentials(config).client(), calls);
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
                {"Code":"Success","AccessKeyId":"STS.id","AccessKeySecret":"not-to-be-seen",
                "SecurityToken":"not-to-be-seen","Expiration":"2099-12-31T00:00:00Z"}
                """);

        // When
        var instances = get(ecs.describe(List.of(new InstanceId("i-1"))));

        // Then
        assertThat(instances).isEmpty();
        assertThat(tokens.calls()).hasSize(1);
        assertThat(cloud.calls()).hasSize(1);
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
