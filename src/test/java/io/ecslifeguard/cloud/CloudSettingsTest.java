package io.ecslifeguard.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudSettingsTest {

    @Test
    void findsNothingWrongWithSensibleSettings() {
        // When
        var problems = new CloudSettings(TestCloudConfig.at("http://127.0.0.1:4880")).problems();

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void namesEverythingThatIsSenseless() {
        // Given
        var config = new TestCloudConfig(
                Optional.empty(),
                Optional.of("me"),
                false,
                Optional.of("ftp://ecs"),
                Optional.of("slb aliyun"),
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofHours(1),
                Optional.of("file:///keys"),
                new TestCloudConfig.Quotas(true, 0, 100_001, Map.of("RunInstances", 0)));

        // When
        var problems = new CloudSettings(config).problems();

        // Then
        assertThat(problems)
                .hasSize(16)
                .allSatisfy(
                        problem -> assertThat(problem)
                                .matches(
                                        "Set lifeguard\\.cloud\\.[A-Za-z.-]+ \\(LIFEGUARD_CLOUD_[A-Z_]+\\): .+; for example .+\\."));
        assertThat(problems)
                .contains("Set lifeguard.cloud.region (LIFEGUARD_CLOUD_REGION): the region of the instances is not set;"
                        + " for example cn-hangzhou.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/keys",
                "http:///keys",
                "http://a b/keys",
                "https://user:secret@host/keys",
                "ftp://host/keys"
            })
    void whereCredentialsAreGivenIsAUrlWithAHost(String uri) {
        // When
        var problems =
                new CloudSettings(TestCloudConfig.at("http://127.0.0.1:4880").withCredentialsUri(uri)).problems();

        // Then
        assertThat(problems)
                .containsExactly("Set lifeguard.cloud.credentials-uri (LIFEGUARD_CLOUD_CREDENTIALS_URI):"
                        + " it is not a URL of http or https; for example http://127.0.0.1:8080/keys.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/keys", "https://keys.example/?role=lifeguard"})
    void anyUrlOfHttpMayGiveCredentials(String uri) {
        // When
        var problems =
                new CloudSettings(TestCloudConfig.at("http://127.0.0.1:4880").withCredentialsUri(uri)).problems();

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RunInstances, ",
        "runinstances, ",
        "DESCRIBEDISKS, ",
        "runinstance, runinstance",
        "'ECS RunInstances', ECS RunInstances"
    })
    void aQuotaIsOfAnActionThatIsCalled(String action, String wrong) {
        // When
        var problems = new CloudSettings(
                        TestCloudConfig.at("http://127.0.0.1:4880").withQuotas(Map.of(action, 10)))
                .problems();

        // Then
        assertThat(problems).hasSize(wrong == null ? 0 : 1);
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem)
                        .startsWith("Set lifeguard.cloud.pace.apis." + wrong)
                        .contains(
                                "'" + wrong + "' is none of the actions that are called, which are AddBackendServers,",
                                ", RunInstances, ",
                                ", StartInstances; for example lifeguard.cloud.pace.apis.RunInstances=90."));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:4880, http, 127.0.0.1:4880",
        "https://ecs-vpc.cn-beijing.aliyuncs.com/, https, ecs-vpc.cn-beijing.aliyuncs.com",
        "ecs-vpc.cn-beijing.aliyuncs.com, https, ecs-vpc.cn-beijing.aliyuncs.com",
        "127.0.0.1:4880, https, 127.0.0.1:4880"
    })
    void anEndpointIsAHostOrAUrl(String text, String scheme, String host) {
        // When
        var endpoint = Endpoint.of(Optional.of(text), "ecs", "cn-hangzhou");

        // Then
        assertThat(endpoint).isEqualTo(new Endpoint(scheme, host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host/path", "http://user:secret@host", "ftp://host", "http://", "a b"})
    void anythingElseIsNoEndpoint(String text) {
        // When
        var endpoint = Endpoint.parse(text);

        // Then
        assertThat(endpoint).isEmpty();
    }

    @Test
    void theRegionTellsTheEndpoint() {
        // When
        var endpoint = Endpoint.of(Optional.empty(), "slb", "cn-beijing");

        // Then
        assertThat(endpoint).isEqualTo(new Endpoint("https", "slb.cn-beijing.aliyuncs.com"));
    }
}
